graph --database shp
