plan --url mysql://localhost/shop
