-- What an index may be sorted in: as much as all sessions together have as shared buffers, at most 1 GB each.
SELECT greatest(pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')),
                least(1 << 30, pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')) / %(sessions)s)) / 1024
