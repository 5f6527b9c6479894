select 1 /* a /* b */ + 2; select 3;
