-- has_role() and the policies on user_role: admins give and take roles, others do not, and nobody learns about others.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
SELECT 'has_role(): expected user, not admin, after sign-up'
 WHERE NOT public.has_role('5eed0000-0000-4000-8000-00000000000a', 'user') OR public.has_role('5eed0000-0000-4000-8000-00000000000a', 'admin');

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000b","role":"authenticated","email":"probe-b@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'has_role(): expected true for the own role user' WHERE public.has_role(auth.uid(), 'user') IS NOT TRUE;
SELECT 'has_role(): expected false about somebody else' WHERE public.has_role('5eed0000-0000-4000-8000-00000000000a', 'user') IS NOT FALSE;
SELECT 'has_role(): expected false without a user' WHERE public.has_role(NULL, 'user') IS NOT FALSE;
DO $$
BEGIN
    INSERT INTO public.user_role (user_id, role, granted_by)
    VALUES ('5eed0000-0000-4000-8000-00000000000b', 'admin', '5eed0000-0000-4000-8000-00000000000b');
    RAISE EXCEPTION 'expected a user to be refused the role admin';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;

INSERT INTO public.user_role (user_id, role) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'admin');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected an admin to see roles of others, found none'
 WHERE NOT EXISTS (SELECT FROM public.user_role WHERE user_id = '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO public.user_role (user_id, role, granted_by)
VALUES ('5eed0000-0000-4000-8000-00000000000b', 'moderator', '5eed0000-0000-4000-8000-00000000000a');
DO $$
BEGIN
    INSERT INTO public.user_role (user_id, role, granted_by)
    VALUES ('5eed0000-0000-4000-8000-00000000000b', 'admin', '5eed0000-0000-4000-8000-00000000000b');
    RAISE EXCEPTION 'expected an admin to be refused to grant in another one''s name';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;
SELECT 'has_role(): expected moderator after an admin gave it' WHERE NOT public.has_role('5eed0000-0000-4000-8000-00000000000b', 'moderator');

SET LOCAL ROLE authenticated;
DELETE FROM public.user_role WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' AND role = 'moderator';
RESET ROLE;
SELECT 'has_role(): expected the role to be gone after an admin took it' WHERE public.has_role('5eed0000-0000-4000-8000-00000000000b', 'moderator');
