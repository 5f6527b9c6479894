bundle phase 1 --output nowhere/all.sql
