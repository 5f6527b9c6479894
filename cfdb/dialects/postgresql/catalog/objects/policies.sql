SELECT format('%I on %s', p.polname, p.polrelid::regclass),
       format('%s, permissive %s, roles %s, using %s, check %s', p.polcmd, p.polpermissive,
              ARRAY(SELECT CASE role WHEN 0 THEN 'public' ELSE pg_get_userbyid(role) END FROM unnest(p.polroles) AS role ORDER BY 1),
              pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_catalog.pg_policy p
