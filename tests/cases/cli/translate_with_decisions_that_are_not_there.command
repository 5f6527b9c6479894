translate mysql/shop.sql --decisions nowhere.toml
