verify phase 9 --url postgresql://127.0.0.1:1/x
