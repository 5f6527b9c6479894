translate mysql/shop.sql --copy --check
