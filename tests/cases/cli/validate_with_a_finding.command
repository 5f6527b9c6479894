validate -d shop
