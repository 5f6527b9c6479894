bundle migration 7
