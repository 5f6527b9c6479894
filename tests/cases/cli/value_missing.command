plan --url
