translate --from postgresql://localhost:1/shop
