-- The audit log is written by service_role, changed by no API role, and outlives the user; the cache is service_role's.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL ROLE service_role;
INSERT INTO public.audit_log (user_id, action, entity_type, entity_id)
VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe.run', 'probe', 'streamvibe-audit-probe');
INSERT INTO public.cache_store (key, value, expires_at) VALUES ('streamvibe:probe', '{"name":"Premium"}', now() + interval '1 hour');
SELECT 'expected service_role to read the cache' WHERE NOT EXISTS (SELECT FROM public.cache_store WHERE key = 'streamvibe:probe' AND expires_at > now());
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
DO $$
DECLARE
    api_role text;
    attempt  text;
BEGIN
    FOR api_role, attempt IN VALUES
        ('service_role',  $q$UPDATE public.audit_log SET action = 'forged' WHERE entity_id = 'streamvibe-audit-probe'$q$),
        ('service_role',  $q$DELETE FROM public.audit_log WHERE entity_id = 'streamvibe-audit-probe'$q$),
        ('service_role',  $q$TRUNCATE public.audit_log$q$),
        ('service_role',  $q$DELETE FROM public.quota_usage_history$q$),
        ('authenticated', $q$INSERT INTO public.audit_log (user_id, action, entity_type) VALUES (auth.uid(), 'forged', 'probe')$q$),
        ('authenticated', $q$DELETE FROM public.audit_log WHERE user_id = auth.uid()$q$),
        ('authenticated', $q$SELECT FROM public.cache_store$q$)
    LOOP
        EXECUTE format('SET LOCAL ROLE %I', api_role);
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected % to be refused: %', api_role, attempt;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'expected the audit entry to outlive its user without his id, found ' || count(*) || ' such entries'
  FROM public.audit_log WHERE entity_id = 'streamvibe-audit-probe' AND user_id IS NULL HAVING count(*) <> 1;
