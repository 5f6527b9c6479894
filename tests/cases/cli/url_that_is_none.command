plan --url localhost
