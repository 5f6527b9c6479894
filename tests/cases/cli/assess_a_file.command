assess mysql/shop.sql
