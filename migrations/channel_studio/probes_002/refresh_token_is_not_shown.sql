-- No view shows youtube_refresh_token, and not everybody may read it.
SELECT 'expected no view with youtube_refresh_token, found ' || d.refobjid::regclass || ' in ' || r.ev_class::regclass
  FROM pg_depend d
  JOIN pg_rewrite r ON r.oid = d.objid
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = 'public.channels'::regclass AND a.attname = 'youtube_refresh_token';
SELECT 'expected PUBLIC not to read youtube_refresh_token'
  FROM information_schema.column_privileges
 WHERE table_schema = 'public' AND table_name = 'channels' AND column_name = 'youtube_refresh_token' AND grantee = 'PUBLIC';
-- Whoever looks for it in the comments is told what it is.
SELECT 'expected the comment of youtube_refresh_token to say that it is a secret'
 WHERE coalesce(col_description('public.channels'::regclass,
                                (SELECT attnum FROM pg_attribute WHERE attrelid = 'public.channels'::regclass AND attname = 'youtube_refresh_token')), '')
       NOT LIKE 'SECRET.%';
