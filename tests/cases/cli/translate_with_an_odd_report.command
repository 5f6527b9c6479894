translate mysql/shop.sql --report report.txt
