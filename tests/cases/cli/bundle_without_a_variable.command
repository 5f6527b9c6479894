bundle migration 1
