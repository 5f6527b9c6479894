-- Undoes 002. Accounts stay. Those without a password get one that is no hash of anything, so that nothing matches it: their
-- owners have to ask for a new one.
UPDATE public."user" SET password = '!' WHERE password IS NULL;

ALTER TABLE public."user"
    DROP CONSTRAINT user_credentials_check,
    ALTER COLUMN password SET NOT NULL;
COMMENT ON COLUMN public."user".password IS 'Argon2 hash, made by Flask-Security';

ALTER TABLE public."user"
    DROP CONSTRAINT user_auth_method_check,
    DROP CONSTRAINT user_firebase_uid_key,
    DROP COLUMN auth_method,
    DROP COLUMN firebase_uid;
