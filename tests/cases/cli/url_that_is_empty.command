plan --url ''
