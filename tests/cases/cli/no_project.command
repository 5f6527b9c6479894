graph --project ..
