SELECT format('foreign data wrapper %I', f.fdwname), format('options %s, acl %s', f.fdwoptions, f.fdwacl)
FROM pg_catalog.pg_foreign_data_wrapper f
UNION ALL
SELECT format('server %I', s.srvname), format('type %s, options %s, acl %s', s.srvtype, s.srvoptions, s.srvacl)
FROM pg_catalog.pg_foreign_server s
UNION ALL
SELECT format('user mapping of %s on %I', u.usename, u.srvname), '' FROM pg_catalog.pg_user_mappings u
