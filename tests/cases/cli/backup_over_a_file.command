backup --to cfdb.toml --url postgresql://h/x
