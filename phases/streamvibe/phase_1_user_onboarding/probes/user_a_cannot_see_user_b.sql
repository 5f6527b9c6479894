-- Success: row level security. User A sees his own rows of every user table and none of user B.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT u.id, (SELECT id FROM public.subscription_tier WHERE slug = 'free'), (SELECT id FROM public.subscription_status WHERE slug = 'active')
  FROM public.users u
 WHERE u.id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO public.notification (user_id, title) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'for A'), ('5eed0000-0000-4000-8000-00000000000b', 'for B');
INSERT INTO public.audit_log (user_id, action, entity_type) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe.run', 'probe'), ('5eed0000-0000-4000-8000-00000000000b', 'probe.run', 'probe');
DO $$
BEGIN
    PERFORM public.increment_quota(u.id, 'sync', 1)
       FROM public.users u
      WHERE u.id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
END
$$;

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
WITH seen (name, user_id) AS (
    SELECT 'users', id FROM public.users
    UNION ALL SELECT 'user_role', user_id FROM public.user_role
    UNION ALL SELECT 'user_setting', user_id FROM public.user_setting
    UNION ALL SELECT 'subscription', user_id FROM public.subscription
    UNION ALL SELECT 'notification', user_id FROM public.notification
    UNION ALL SELECT 'audit_log', user_id FROM public.audit_log
    UNION ALL SELECT 'quota_usage_history', user_id FROM public.quota_usage_history
)
SELECT 'expected A to see 1 own row and 0 of B in ' || t.name || ', found '
       || count(*) FILTER (WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000a') || ' and '
       || count(*) FILTER (WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000b')
  FROM unnest(ARRAY['users', 'user_role', 'user_setting', 'subscription', 'notification', 'audit_log', 'quota_usage_history']) AS t (name)
  LEFT JOIN seen s ON s.name = t.name
 GROUP BY t.name
HAVING count(*) FILTER (WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000a') <> 1
    OR count(*) FILTER (WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000b') <> 0;
SELECT 'expected A to see nobody else''s rows either, found some in ' || 'subscription, notification or user_setting'
 WHERE EXISTS (SELECT FROM public.subscription WHERE user_id <> auth.uid())
    OR EXISTS (SELECT FROM public.notification WHERE user_id <> auth.uid())
    OR EXISTS (SELECT FROM public.user_setting WHERE user_id <> auth.uid());
