-- A user reads, marks and deletes his notifications, and cannot rewrite them.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.notification (user_id, type, title)
VALUES ('5eed0000-0000-4000-8000-00000000000a', 'quota', 'one'), ('5eed0000-0000-4000-8000-00000000000a', 'sync', 'two');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.notification SET read_at = now() WHERE user_id = auth.uid() AND title = 'one';
DELETE FROM public.notification WHERE user_id = auth.uid() AND title = 'two';
SELECT 'expected one notification, read; found ' || count(*) || ', read ' || count(read_at)
  FROM public.notification WHERE user_id = auth.uid() HAVING count(*) <> 1 OR count(read_at) <> 1;
DO $$
BEGIN
    UPDATE public.notification SET title = 'rewritten' WHERE user_id = auth.uid();
    RAISE EXCEPTION 'expected a user to be refused to rewrite a notification';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
