-- Partitions: this month and the coming ones are made, a second call makes nothing, rows that waited in the default
-- partition move to their month, bounds are UTC's, and empty months of the past can go again.
SET LOCAL timezone = 'Pacific/Auckland';
CREATE TABLE public."ProbeEvents" (
    "id"        integer     NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY ("id", "createdAt")
) PARTITION BY RANGE ("createdAt");
CREATE TABLE cg_analytics_partitions."ProbeEvents_default" PARTITION OF public."ProbeEvents" DEFAULT;
INSERT INTO public."ProbeEvents" VALUES
    (1, date_trunc('month', now(), 'UTC')),
    (2, date_trunc('month', now(), 'UTC') + interval '1 month' - interval '1 microsecond'),
    (3, date_trunc('month', now(), 'UTC') + interval '1 year');
SELECT 'expected 3 rows in the default partition, found ' || count(*) FROM cg_analytics_partitions."ProbeEvents_default" HAVING count(*) <> 3;

SELECT 'expected to make 6 partitions (2 back, this month, 3 ahead), made ' || made
  FROM public."createMonthlyPartitions"('ProbeEvents', 3, 2) AS made WHERE made <> 6;
SELECT 'expected to make none the second time, made ' || made
  FROM public."createMonthlyPartitions"('ProbeEvents', 3, 2) AS made WHERE made <> 0;
SELECT 'expected to make one more with one more month, made ' || made
  FROM public."createMonthlyPartitions"('ProbeEvents', 4) AS made WHERE made <> 1;

SELECT format('row %s: expected partition %s, found %s', e."id", wanted.name, e.tableoid::regclass)
  FROM public."ProbeEvents" e
  JOIN (VALUES (1, 'ProbeEvents' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')),
               (2, 'ProbeEvents' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')),
               (3, 'ProbeEvents_default')) AS wanted (id, name) ON wanted.id = e."id"
 WHERE e.tableoid <> to_regclass(format('cg_analytics_partitions.%I', wanted.name));
SELECT 'expected 3 rows all in all, found ' || count(*) FROM public."ProbeEvents" HAVING count(*) <> 3;
SELECT 'expected an index on every partition, found none on ' || i.inhrelid::regclass
  FROM pg_catalog.pg_inherits i
 WHERE i.inhparent = 'public."ProbeEvents"'::regclass
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = i.inhrelid AND x.indisprimary);

-- Any day of a month stands for it; the last of January has no counterpart in February.
SELECT 'expected 31 January, 28 February and 31 March to be three months, made ' || count(*)
  FROM (VALUES (date '2001-01-31'), (date '2001-02-28'), (date '2001-03-31')) AS given (day)
 WHERE cg_analytics_private."makeMonthlyPartition"('public."ProbeEvents"', given.day)
HAVING count(*) <> 3;
SELECT 'expected a partition for February 2001 within UTC, found ' || pg_get_expr(c.relpartbound, c.oid)
  FROM pg_catalog.pg_class c
 WHERE c.oid = to_regclass('cg_analytics_partitions."ProbeEvents_2001_02"')
   AND pg_get_expr(c.relpartbound, c.oid) <> format('FOR VALUES FROM (%L) TO (%L)', timestamptz '2001-02-01 00:00:00+00', timestamptz '2001-03-01 00:00:00+00');

INSERT INTO public."ProbeEvents" VALUES (4, '2001-02-15 12:00:00+00');
SELECT 'expected the two empty months of 2001 to be dropped, dropped ' || dropped
  FROM public."dropEmptyPartitions"('ProbeEvents', '2001-12-31') AS dropped WHERE dropped <> 2;
SELECT 'expected February 2001, which has a row, to stay' WHERE to_regclass('cg_analytics_partitions."ProbeEvents_2001_02"') IS NULL;

DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."createMonthlyPartitions"('Users', 1)$q$,
        $q$SELECT public."createMonthlyPartitions"('no such table', 1)$q$,
        $q$SELECT public."createMonthlyPartitions"('ProbeEvents', -1)$q$,
        $q$SELECT public."createMonthlyPartitions"('ProbeEvents', NULL)$q$,
        $q$SELECT public."createMonthlyPartitions"('ProbeEvents', 1000000)$q$,
        $q$SELECT public."dropEmptyPartitions"('ProbeEvents', (now() + interval '2 days')::date)$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN undefined_table OR invalid_parameter_value THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;

-- Loose tables are no partitions: rows would go to the default partition for ever.
CREATE TABLE cg_analytics_partitions."ProbeEvents_2002_01" (LIKE public."ProbeEvents");
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT cg_analytics_private."makeMonthlyPartition"('public."ProbeEvents"', '2002-01-01')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN duplicate_table THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;

SET LOCAL ROLE cg_analytics_app;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."createMonthlyPartitions"('ProbeEvents', 1)$q$,
        $q$SELECT public."maintainPartitions"()$q$,
        $q$SELECT public."dropEmptyPartitions"('ProbeEvents', '2001-12-31')$q$,
        $q$SELECT FROM cg_analytics_partitions."ProbeEvents_default"$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN insufficient_privilege THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
RESET ROLE;
SET LOCAL ROLE cg_analytics_worker;
SELECT 'expected the worker to make partitions, made ' || made FROM public."createMonthlyPartitions"('ProbeEvents', 6) AS made WHERE made <> 2;
