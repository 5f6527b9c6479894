translate mysql/shop.sql -o nowhere/shop.sql
