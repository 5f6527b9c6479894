-- GDPR: no token stays in the vault when its connection is deleted, gets another secret, or its user is erased.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
DO $$
BEGIN
    PERFORM vault.create_secret('1', 'streamvibe_probe_one');
    PERFORM vault.create_secret('2', 'streamvibe_probe_two');
    PERFORM vault.create_secret('3', 'streamvibe_probe_three');
    PERFORM vault.create_secret('4', 'streamvibe_probe_other');
END
$$;
INSERT INTO public.platform_connection (user_id, platform_id, platform_user_id, vault_secret_name)
SELECT '5eed0000-0000-4000-8000-00000000000a', p.id, v.login, v.name
  FROM public.platform p, (VALUES ('one', 'streamvibe_probe_one'), ('two', 'streamvibe_probe_two')) AS v (login, name)
 WHERE p.slug = 'youtube';
UPDATE public.platform_connection SET vault_secret_name = 'streamvibe_probe_three' WHERE vault_secret_name = 'streamvibe_probe_one';
SELECT 'replaced: expected the old secret to be gone, found it' FROM vault.secrets WHERE name = 'streamvibe_probe_one';
UPDATE public.platform_connection SET refreshed_at = now() WHERE vault_secret_name = 'streamvibe_probe_three';
SELECT 'refreshed: expected the secret to stay, found none'
 WHERE NOT EXISTS (SELECT FROM vault.secrets WHERE name = 'streamvibe_probe_three');
SET LOCAL ROLE service_role;
DELETE FROM public.platform_connection WHERE vault_secret_name = 'streamvibe_probe_two';
RESET ROLE;
SELECT 'deleted: expected the secret to be gone, found it' FROM vault.secrets WHERE name = 'streamvibe_probe_two';
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'user erased: expected the secret to be gone, found it' FROM vault.secrets WHERE name = 'streamvibe_probe_three';
SELECT 'expected secrets of others to stay, found none'
 WHERE NOT EXISTS (SELECT FROM vault.secrets WHERE name = 'streamvibe_probe_other');
