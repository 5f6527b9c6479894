apply phase 9 --format json --url postgresql://127.0.0.1:1/x
