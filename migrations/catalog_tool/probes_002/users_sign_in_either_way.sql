-- With a password, with Firebase, or with both; never with neither. Who says nothing uses Flask-Security.
INSERT INTO public."user" (email, username, password) VALUES ('probe-5eed-1@catalog.invalid', 'probe-5eed-1', '$argon2id$probe');
INSERT INTO public."user" (email, username, firebase_uid, auth_method) VALUES ('probe-5eed-2@catalog.invalid', 'probe-5eed-2', 'probe-5eed-2', 'firebase');
INSERT INTO public."user" (email, username, password, firebase_uid, auth_method) VALUES ('probe-5eed-3@catalog.invalid', 'probe-5eed-3', '$argon2id$probe', 'probe-5eed-3', 'firebase');
SELECT 'expected a new user to be no admin, to use flask-security and to have no login, found ' || concat_ws(', ', is_admin, auth_method, login_count)
  FROM public."user"
 WHERE username = 'probe-5eed-1' AND (is_admin, auth_method, login_count) <> (false, 'flask-security', 0);
DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$UPDATE public."user" SET password = NULL WHERE username = 'probe-5eed-1'$q$, '23514'),
        ($q$UPDATE public."user" SET firebase_uid = NULL WHERE username = 'probe-5eed-3'$q$, '23514'),
        ($q$UPDATE public."user" SET auth_method = 'flask-security' WHERE username = 'probe-5eed-2'$q$, '23514'),
        ($q$UPDATE public."user" SET auth_method = 'ldap' WHERE username = 'probe-5eed-1'$q$, '23514'),
        ($q$UPDATE public."user" SET firebase_uid = 'probe-5eed-2' WHERE username = 'probe-5eed-3'$q$, '23505')
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
