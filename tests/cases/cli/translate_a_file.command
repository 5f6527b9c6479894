translate mysql/shop.sql
