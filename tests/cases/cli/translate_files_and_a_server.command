translate mysql/shop.sql --from mysql://root@localhost/shop
