translate mysql/shop.sql --format json
