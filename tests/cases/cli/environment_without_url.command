plan --env production
