rollback --all phase 1
