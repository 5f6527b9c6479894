status --format=json --nope
