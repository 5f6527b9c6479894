-- cfdb: no-transaction
-- cfdb: irreversible: nobody misses it
CREATE INDEX CONCURRENTLY i ON users (id);
