-- The auth service, undone. Foreign keys of other services make this fail instead of losing their rows.
DROP TABLE users;
