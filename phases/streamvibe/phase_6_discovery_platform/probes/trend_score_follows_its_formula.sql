-- Success: trending algorithm works: (3 ln(1 + clicks) + ln(1 + views)) / (1 + age in days / 7) ^ 1.5, for every value a column can have.
SELECT wanted.what || ': expected ' || wanted.score || ', found ' || coalesce(made.score::text, 'NULL')
  FROM (VALUES ('nothing yet',            0::bigint,           0::bigint,           now(),                        0::double precision),
               ('one view',               0,                   1,                   now(),                        0.693147180559945),
               ('one click',              1,                   0,                   now(),                        2.079441541679836),
               ('both',                   1,                   1,                   now(),                        2.772588722239781),
               ('a week old',             1,                   1,                   now() - interval '168 hours', 2.772588722239781 / 2.828427124746190),
               ('three weeks old',        1,                   1,                   now() - interval '504 hours', 2.772588722239781 / 8),
               ('99 clicks, 999 views',   99,                  999,                 now(),                        20.723265836946410),
               ('tomorrow',               1,                   1,                   now() + interval '1 day',     2.772588722239781),
               ('not published',          100,                 100,                 NULL,                         0),
               ('never',                  100,                 100,                 'infinity',                   0),
               ('always',                 100,                 100,                 '-infinity',                  0),
               ('NULL clicks',            NULL,                1,                   now(),                        0.693147180559945),
               ('NULL views',             1,                   NULL,                now(),                        2.079441541679836),
               ('fewer than none',        -5,                  -5,                  now(),                        0),
               ('as much as fits',        9223372036854775807, 9223372036854775807, now(),                        174.673089501106)
       ) AS wanted (what, clicks, views, published, score)
 CROSS JOIN LATERAL (SELECT public.calculate_trend_score(wanted.clicks, wanted.views, wanted.published)) AS made (score)
 WHERE made.score IS NULL OR abs(made.score - wanted.score) > 1e-9 * greatest(1, wanted.score);
SELECT 'the year 1: expected little and not an error, found ' || made.score
  FROM (SELECT public.calculate_trend_score(1, 1, '0001-01-01 00:00:00+00')) AS made (score) WHERE NOT made.score BETWEEN 1e-12 AND 0.001;
SELECT 'expected more clicks, more views and less age each to score higher'
 WHERE NOT (public.calculate_trend_score(11, 5, now() - interval '1 day') > public.calculate_trend_score(10, 5, now() - interval '1 day')
        AND public.calculate_trend_score(10, 6, now() - interval '1 day') > public.calculate_trend_score(10, 5, now() - interval '1 day')
        AND public.calculate_trend_score(10, 5, now() - interval '1 hour') > public.calculate_trend_score(10, 5, now() - interval '1 day'));
SELECT 'expected a hundred clicks of today before a million views of last month'
 WHERE NOT public.calculate_trend_score(100, 0, now()) > public.calculate_trend_score(0, 1000000, now() - interval '30 days');
