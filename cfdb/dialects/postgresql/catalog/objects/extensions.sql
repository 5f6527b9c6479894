SELECT e.extname, format('version %s in %s', e.extversion, e.extnamespace::regnamespace)
FROM pg_catalog.pg_extension e
