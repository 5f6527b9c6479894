history --limit 0
