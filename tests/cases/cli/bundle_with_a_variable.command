bundle migration 1 --var hook=https://me:pw@example/?a=b
