SELECT format('%s in %s, granted by %s', pg_get_userbyid(m.member), pg_get_userbyid(m.roleid), pg_get_userbyid(m.grantor)),
       format('admin %s', m.admin_option)
FROM pg_catalog.pg_auth_members m
WHERE pg_get_userbyid(m.roleid) NOT LIKE 'pg\_%'
