plan --env stage
