apply --backup cfdb.toml --url postgresql://h/x
