-- What the role may do with the schema that ledgers are kept in; `owner` is whom tables of moves belong to, if not to it.
SELECT pg_catalog.quote_ident(current_user) AS role,
       n.oid IS NOT NULL OR pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
           AS may_have_schema,
       n.oid IS NULL OR pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')
           AS may_make,
       (SELECT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner))
          FROM pg_catalog.pg_class AS c
         WHERE c.relnamespace = n.oid AND c.relkind = 'r' AND c.relname ~ '^move(_|$)'
           AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
         LIMIT 1) AS owner
  FROM (SELECT) AS one
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = 'cfdb'
