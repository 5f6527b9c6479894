-- StreamVibe, phase 2, undone. Without CASCADE: fails while content (phase 3) refers to an account.
-- Dropping a table fires no row trigger: secrets that connections named stay in the vault and are to be revoked there.

DROP TABLE public.social_account;
DROP FUNCTION streamvibe_private.keep_account_quota();

DROP TABLE public.platform_connection;
DROP FUNCTION streamvibe_private.drop_vault_secret();

DROP TABLE public.account_status;
DROP TABLE public.platform;

-- Nothing is connected any more. (A phase 2 that is applied again starts with no accounts.)
UPDATE public.subscription SET accounts_used = 0 WHERE accounts_used <> 0;
