apply --format json --url postgresql://me:hunter2@127.0.0.1:1/x
