-- Signing in with Firebase, beside Flask-Security.
--
-- A column with a constant default rewrites nothing: whoever is there already signs in with Flask-Security.
ALTER TABLE public."user"
    ADD COLUMN firebase_uid varchar(128),
    ADD COLUMN auth_method varchar(20) NOT NULL DEFAULT 'flask-security',
    ADD CONSTRAINT user_firebase_uid_key UNIQUE (firebase_uid),
    ADD CONSTRAINT user_auth_method_check CHECK (auth_method IN ('flask-security', 'firebase'));
COMMENT ON COLUMN public."user".firebase_uid IS 'NULL: has never signed in with Firebase';

-- Whoever signs in with Firebase has no password here. Nobody has neither.
ALTER TABLE public."user"
    ALTER COLUMN password DROP NOT NULL,
    ADD CONSTRAINT user_credentials_check
        CHECK (CASE auth_method WHEN 'firebase' THEN firebase_uid IS NOT NULL ELSE password IS NOT NULL END);
COMMENT ON COLUMN public."user".password IS 'Argon2 hash, made by Flask-Security; NULL for those who sign in with Firebase';
