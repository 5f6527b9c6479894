-- The document's "Success Checklist", in its own words. A database of somebody's own may hold more: hence at least.
SELECT '38 tables: found ' || found.count
  FROM (SELECT COUNT(*) FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE') AS found
 WHERE found.count < 38;
SELECT '33+ functions: found ' || found.count
  FROM (SELECT COUNT(*) FROM pg_proc p
        JOIN pg_namespace n ON p.pronamespace = n.oid
        WHERE n.nspname = 'public' AND p.prokind = 'f') AS found
 WHERE found.count < 33;
SELECT '80+ indexes: found ' || found.count
  FROM (SELECT COUNT(*) FROM pg_indexes WHERE schemaname = 'public') AS found
 WHERE found.count < 80;
SELECT 'subscription_tier, 3: found ' || found.count FROM (SELECT COUNT(*) FROM public.subscription_tier) AS found WHERE found.count <> 3;
SELECT 'platform, 5: found ' || found.count FROM (SELECT COUNT(*) FROM public.platform) AS found WHERE found.count <> 5;
SELECT 'content_category, 15: found ' || found.count FROM (SELECT COUNT(*) FROM public.content_category) AS found WHERE found.count <> 15;
