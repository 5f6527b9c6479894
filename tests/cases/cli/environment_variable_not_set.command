plan --env staging
