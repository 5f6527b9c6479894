-- service_role keeps a secret, reads it back, replaces and deletes it.
SET LOCAL ROLE service_role;
DO $$
DECLARE
    id uuid;
BEGIN
    id := vault.create_secret('first', 'streamvibe_probe_secret', 'made by a probe');
    PERFORM vault.update_secret(id, 'second');
END
$$;
SELECT 'expected decrypted secret "second", found ' || coalesce(string_agg(decrypted_secret, ', '), 'none')
  FROM vault.decrypted_secrets
 WHERE name = 'streamvibe_probe_secret'
HAVING string_agg(decrypted_secret, ', ') IS DISTINCT FROM 'second';
SELECT 'update_secret(): expected what is not given to stay, found description ' || quote_nullable(description)
  FROM vault.decrypted_secrets
 WHERE name = 'streamvibe_probe_secret' AND description IS DISTINCT FROM 'made by a probe';
DELETE FROM vault.secrets WHERE name = 'streamvibe_probe_secret';
SELECT 'expected the secret to be deleted, found it' FROM vault.decrypted_secrets WHERE name = 'streamvibe_probe_secret';
