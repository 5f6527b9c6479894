-- Testing 2 to 4, as the document has it: profile, free tier, quota. As owner of the schema, with a JWT.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';

SELECT 'expected the row of users to be made, found none'
 WHERE NOT EXISTS (SELECT id, is_onboarded FROM users WHERE id = auth.uid());

INSERT INTO subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
SELECT auth.uid(),
    (SELECT id FROM subscription_tier WHERE slug = 'free'),
    (SELECT id FROM subscription_status WHERE slug = 'active'),
    NOW(), NOW() + INTERVAL '1 month';

SELECT 'check_quota(): expected true' WHERE check_quota(auth.uid(), 'sync') IS NOT TRUE;
SELECT 'increment_quota(): expected true' WHERE increment_quota(auth.uid(), 'sync', 1) IS NOT TRUE;
SELECT 'expected syncs_used 1, found ' || coalesce(max(syncs_used)::text, 'no row')
  FROM subscription WHERE user_id = auth.uid() HAVING max(syncs_used) IS DISTINCT FROM 1;
