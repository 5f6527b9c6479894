-- cfdb: no-transactions
SELECT 1;
