SELECT format('%s in %s for %s', pg_get_userbyid(a.defaclrole),
              coalesce(nullif(a.defaclnamespace, 0)::regnamespace::text, 'all schemas'), a.defaclobjtype),
       a.defaclacl::text
FROM pg_catalog.pg_default_acl a
