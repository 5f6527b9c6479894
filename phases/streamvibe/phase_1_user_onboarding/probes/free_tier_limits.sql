-- Success: free tier with 10 syncs, 25 AI analyses, 0 SEO submissions; 1 account (phase 2); 3 tiers.
SELECT 'free tier: expected 10 syncs, 25 AI analyses, 0 SEO submissions, 1 account; found '
       || coalesce(string_agg(concat_ws(', ', max_syncs, max_ai_analyses, max_seo_submissions, max_accounts), '; '), 'no tier free')
  FROM public.subscription_tier
 WHERE slug = 'free'
HAVING coalesce(string_agg(concat_ws(', ', max_syncs, max_ai_analyses, max_seo_submissions, max_accounts), '; '), '')
       <> '10, 25, 0, 1';
SELECT 'expected the free tier to cost nothing and to be on offer' FROM public.subscription_tier
 WHERE slug = 'free' AND (price_cents <> 0 OR NOT is_active);
SELECT 'expected 3 tiers, found ' || count(*) FROM public.subscription_tier HAVING count(*) <> 3;
SELECT 'expected every tier above free to include more of everything, found ' || t.slug
  FROM public.subscription_tier t
  JOIN public.subscription_tier f ON f.slug = 'free' AND t.slug <> 'free'
 WHERE NOT (t.max_syncs > f.max_syncs AND t.max_ai_analyses > f.max_ai_analyses
            AND t.max_seo_submissions > f.max_seo_submissions AND t.max_accounts > f.max_accounts);
SELECT 'expected status active to grant quota and canceled not to'
 WHERE (SELECT array_agg(grants_quota ORDER BY slug) FROM public.subscription_status WHERE slug IN ('active', 'canceled'))
       IS DISTINCT FROM ARRAY[true, false];
