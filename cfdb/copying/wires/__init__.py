"""How values of each MySQL type travel to each PostgreSQL type."""
