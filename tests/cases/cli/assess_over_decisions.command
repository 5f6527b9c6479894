assess mysql/shop.sql --decisions cfdb.toml --write
