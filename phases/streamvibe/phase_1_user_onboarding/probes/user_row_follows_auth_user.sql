-- Testing 2: the row of public.users is made when auth.users gets one, and goes with it.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected one users row, not onboarded and private; found ' || coalesce(string_agg(u.is_onboarded || '/' || u.visibility, ', '), 'none')
  FROM public.users u
 WHERE u.id = auth.uid()
HAVING coalesce(string_agg(u.is_onboarded || '/' || u.visibility, ', '), '') <> 'false/private';
SELECT 'expected role user only, found ' || coalesce(string_agg(r.role::text, ', '), 'none')
  FROM public.user_role r
 WHERE r.user_id = auth.uid()
HAVING coalesce(string_agg(r.role::text, ', '), '') <> 'user';
SELECT 'expected one user_setting row, found ' || count(*) FROM public.user_setting s WHERE s.user_id = auth.uid() HAVING count(*) <> 1;
RESET ROLE;
SELECT 'expected no subscription before the user takes one, found ' || count(*)
  FROM public.subscription s WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000a' HAVING count(*) <> 0;

DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'expected public.users to follow the deletion in auth.users, found its row'
  FROM public.users u WHERE u.id = '5eed0000-0000-4000-8000-00000000000a';
