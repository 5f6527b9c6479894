backup --to nowhere/main.dump --url postgresql://h/x
