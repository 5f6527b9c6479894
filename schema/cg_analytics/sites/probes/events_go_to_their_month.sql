-- WebhookEvents: this month and the next three have their partitions, a row goes to that of its month, one of an unforeseen
-- month is kept as well, and a query that names the time reads one partition.
SELECT 'expected a partition of month ' || to_char(month, 'YYYY-MM')
  FROM generate_series(0, 3) AS n, LATERAL (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n) AS month) AS months
 -- What was made at the end of last month is one short today, and "maintainPartitions" is due.
 WHERE to_regclass('cg_analytics_partitions."WebhookEvents' || to_char(month, '_YYYY_MM') || '"') IS NULL AND n = 0;
SELECT 'expected the coming partitions to be there afterwards' FROM public."maintainPartitions"() AS made
 WHERE made < 0 OR to_regclass('cg_analytics_partitions."WebhookEvents' || to_char((now() AT TIME ZONE 'UTC') + interval '3 months', '_YYYY_MM') || '"') IS NULL;
SELECT 'expected none to be missing the second time, made ' || made FROM public."maintainPartitions"() AS made WHERE made <> 0;
INSERT INTO public."WebhookEvents" ("id", "platform", "eventType", "eventData", "createdAt") VALUES
    ('5eed0000-0000-4000-8000-0000000000e1', 'facebook', 'probe', '{}', now()),
    ('5eed0000-0000-4000-8000-0000000000e2', 'facebook', 'probe', '{}', '1999-12-31 23:59:59+00');
SELECT format('event of %s: expected partition %s, found %s', e."createdAt", wanted.name, e.tableoid::regclass)
  FROM public."WebhookEvents" e
  JOIN (VALUES ('5eed0000-0000-4000-8000-0000000000e1'::uuid, 'WebhookEvents' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')),
               ('5eed0000-0000-4000-8000-0000000000e2', 'WebhookEvents_default')) AS wanted (id, name) ON wanted.id = e."id"
 WHERE e.tableoid <> to_regclass(format('cg_analytics_partitions.%I', wanted.name));
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT FROM public."WebhookEvents" WHERE "id" = %L AND "createdAt" = %L',
                               '5eed0000-0000-4000-8000-0000000000e1', now()) LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan !~ ('WebhookEvents' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')) OR plan ~ 'Append|WebhookEvents_default' THEN
        RAISE EXCEPTION 'expected one partition to be read, found %', plan;
    END IF;
END
$$;
