-- Success: personal data (e-mail, full name, location) is in auth.users.raw_user_meta_data and nowhere in schema public.
SELECT 'expected no column for personal data in phase 1, found ' || c.table_name || '.' || c.column_name
  FROM information_schema.columns c
 WHERE c.table_schema = 'public'
   AND c.table_name IN ('users', 'user_role', 'user_setting', 'subscription', 'notification', 'audit_log', 'quota_usage_history', 'cache_store')
   AND (c.column_name ~ '(full|first|last|real|family|given)_?name|e_?mail|phone|location|address|city|country|birth|gender|(^|_)ip(_|$)|raw_user_meta')
   AND c.data_type <> 'boolean';

INSERT INTO auth.users (id, email, raw_user_meta_data)
VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid',
        '{"full_name":"Probina Streamvibe-Probe","location":"Streamvibe-Probeville","name":"Probina Streamvibe-Probe"}');
SELECT 'expected no personal data in what a sign-up made, found it in ' || made.name
  FROM (SELECT 'users', to_jsonb(u) FROM public.users u WHERE u.id = '5eed0000-0000-4000-8000-00000000000a'
        UNION ALL
        SELECT 'user_role', to_jsonb(r) FROM public.user_role r WHERE r.user_id = '5eed0000-0000-4000-8000-00000000000a'
        UNION ALL
        SELECT 'user_setting', to_jsonb(s) FROM public.user_setting s WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000a'
        UNION ALL
        SELECT 'notification', to_jsonb(n) FROM public.notification n WHERE n.user_id = '5eed0000-0000-4000-8000-00000000000a'
        UNION ALL
        SELECT 'audit_log', to_jsonb(l) FROM public.audit_log l WHERE l.user_id = '5eed0000-0000-4000-8000-00000000000a'
       ) AS made (name, line)
 WHERE made.line::text ~* 'probe-a@streamvibe|Streamvibe-Probe';

-- The user himself reaches his address without reading auth.users.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SELECT 'expected the e-mail address in auth.users, found ' || coalesce(max(email), 'none')
  FROM auth.users WHERE id = auth.uid() HAVING max(email) IS DISTINCT FROM 'probe-a@streamvibe.invalid';
SET LOCAL ROLE authenticated;
SELECT 'auth.email(): expected the address of the user' WHERE auth.email() IS DISTINCT FROM 'probe-a@streamvibe.invalid';
