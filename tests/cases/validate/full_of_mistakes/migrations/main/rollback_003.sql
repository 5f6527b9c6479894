-- cfdb: no-transaction
BEGIN; SELECT 3; END;
