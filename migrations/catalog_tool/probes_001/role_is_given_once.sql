-- A user has a role once; a role that somebody has stays; a user's roles go with him.
INSERT INTO public."user" (email, username, password) VALUES ('probe-5eed@catalog.invalid', 'probe-5eed', '$argon2id$probe');
INSERT INTO public.roles_users (user_id, role_id)
SELECT u.id, r.id FROM public."user" u, public.role r WHERE u.username = 'probe-5eed' AND r.name IN ('admin', 'user');
DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$INSERT INTO public.roles_users (user_id, role_id) SELECT u.id, r.id FROM public."user" u, public.role r WHERE u.username = 'probe-5eed' AND r.name = 'admin'$q$, '23505'),
        ($q$INSERT INTO public.roles_users (user_id, role_id) SELECT u.id, NULL FROM public."user" u WHERE u.username = 'probe-5eed'$q$, '23502'),
        ($q$INSERT INTO public.roles_users (user_id, role_id) SELECT u.id, -1 FROM public."user" u WHERE u.username = 'probe-5eed'$q$, '23503'),
        ($q$INSERT INTO public.roles_users (user_id, role_id) SELECT -1, r.id FROM public.role r WHERE r.name = 'admin'$q$, '23503'),
        ($q$DELETE FROM public.role WHERE name = 'admin'$q$, '23503'),
        ($q$INSERT INTO public.role (name) VALUES ('admin')$q$, '23505'),
        ($q$INSERT INTO public."user" (email, username, password) VALUES ('probe-5eed@catalog.invalid', 'another', 'x')$q$, '23505'),
        ($q$INSERT INTO public."user" (email, username, password) VALUES ('another-5eed@catalog.invalid', 'probe-5eed', 'x')$q$, '23505')
    LOOP
        found := 'no error';
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN OTHERS THEN
            found := SQLSTATE;
        END;
        IF found <> condition THEN
            RAISE EXCEPTION 'expected %, found %: %', condition, found, attempt;
        END IF;
    END LOOP;
END
$$;
DELETE FROM public."user" WHERE username = 'probe-5eed';
SELECT 'expected the roles of a deleted user to be gone, found some'
  FROM public.roles_users ru
 WHERE NOT EXISTS (SELECT FROM public."user" u WHERE u.id = ru.user_id);
