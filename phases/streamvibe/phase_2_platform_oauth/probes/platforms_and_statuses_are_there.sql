-- Initial data: 5 platforms, 4 account statuses; everybody may read them.
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected 5 platforms, found ' || count(*) FROM public.platform HAVING count(*) <> 5;
SELECT 'expected platform ' || wanted.slug || ' to be enabled'
  FROM unnest(ARRAY['youtube', 'instagram', 'tiktok']) AS wanted (slug)
 WHERE NOT EXISTS (SELECT FROM public.platform p WHERE p.slug = wanted.slug AND p.is_enabled);
SELECT 'expected 4 account statuses, found ' || count(*) FROM public.account_status HAVING count(*) <> 4;
SELECT 'expected only active accounts to be synced and only disconnected ones not to count, found ' || slug
  FROM public.account_status
 WHERE can_sync <> (slug = 'active') OR counts_toward_quota <> (slug <> 'disconnected');
