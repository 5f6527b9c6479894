-- CG Analytics, base: monthly partitions.
--
-- Months are those of UTC, whatever the time zone of the session. Partitions are "<Table>_<yyyy>_<mm>" in schema
-- cg_analytics_partitions. Each table has a default partition: a row of an unforeseen month is stored, not lost, and
-- moves to its month when that is made.
--
-- Once a day is enough, for example with pg_cron, as a member of cg_analytics_worker:
--     SELECT "maintainPartitions"();

-- Attaching a partition locks, besides the partitioned table and its default partition, the tables that its foreign keys
-- point at against writers; dropping one locks them all against everybody. A writer in the middle of a transaction over
-- several of them has locked them in an order of his own. So that it is never he who dies in a deadlock: makers come one
-- after the other; each takes all locks before it does anything; it waits with empty hands for the one that it missed last,
-- and for the others so shortly that it lets go of everything before a writer's deadlock_timeout (1 s) is over.
--
-- For the partitioned table ATTACH would be content with a lock that lets writers in. But a row that is on its way to the
-- default partition at that moment then fails, because its month has a partition now: writers wait for these milliseconds.
--
-- The advisory lock alone would not do for two makers: having waited for it, a session does not know yet what others
-- committed meanwhile, and would miss a partition that is there by now. Having locked a table, it does.
CREATE FUNCTION cg_analytics_private."lockForPartitions"(p_tables regclass[], p_to_drop boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
    SET lock_timeout = '10s'
AS $$
DECLARE
    attempts constant integer := 10;
    commands text[];
    missed   integer := 1;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('cg_analytics partitions', 0));
    SELECT array_agg(format('LOCK TABLE ONLY %s IN %s MODE', relation, CASE WHEN p_to_drop THEN 'ACCESS EXCLUSIVE' ELSE mode END)
                     ORDER BY position, relation)
      INTO commands
      FROM (SELECT 1, k.confrelid::regclass, 'SHARE ROW EXCLUSIVE'
              FROM pg_catalog.pg_constraint k WHERE k.conrelid = ANY (p_tables) AND k.contype = 'f'
            UNION
            SELECT 2, p.partrelid::regclass, 'SHARE ROW EXCLUSIVE'
              FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = ANY (p_tables)
            UNION
            SELECT 3, p.partdefid::regclass, 'ACCESS EXCLUSIVE'
              FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = ANY (p_tables)) AS needed (position, relation, mode);
    FOR attempt IN 1 .. attempts LOOP
        commands := commands[missed] || commands[:missed - 1] || commands[missed + 1:];
        BEGIN
            FOR n IN 1 .. cardinality(commands) LOOP
                missed := n;
                PERFORM set_config('lock_timeout', CASE n WHEN 1 THEN '1s' ELSE '100ms' END, true);
                EXECUTE commands[n];
            END LOOP;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            -- Leaving the block has given back all locks of this attempt.
            IF attempt = attempts OR missed = 1 THEN
                RAISE;
            END IF;
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."lockForPartitions"(regclass[], boolean) IS
    'Takes all locks that making (or dropping) partitions of the tables needs, for this transaction; gives up where one does not come within a second';
REVOKE ALL ON FUNCTION cg_analytics_private."lockForPartitions"(regclass[], boolean) FROM PUBLIC;

CREATE FUNCTION cg_analytics_private."monthlyPartition"(p_table regclass, p_month date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT format('cg_analytics_partitions.%I', c.relname || to_char(p_month, '_YYYY_MM')) FROM pg_catalog.pg_class c WHERE c.oid = p_table
$$;
COMMENT ON FUNCTION cg_analytics_private."monthlyPartition"(regclass, date) IS 'Name, as SQL spells it, of the partition that the day belongs to';
REVOKE ALL ON FUNCTION cg_analytics_private."monthlyPartition"(regclass, date) FROM PUBLIC;

-- A partition is made as a table of its own, filled from the default partition, then attached: CREATE TABLE … PARTITION OF
-- fails where the default partition has rows of the month, and locks readers out of all partitions.
CREATE FUNCTION cg_analytics_private."makeMonthlyPartition"(p_table regclass, p_month date) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
    SET timezone = 'UTC'
AS $$
DECLARE
    from_day   constant date := date_trunc('month', p_month::timestamp)::date;
    until_day  constant date := (from_day + interval '1 month')::date;
    partition  constant text := cg_analytics_private."monthlyPartition"(p_table, from_day);
    key_column text;
    overflow   regclass;
BEGIN
    IF to_regclass(partition) IS NULL THEN
        PERFORM cg_analytics_private."lockForPartitions"(ARRAY[p_table]);
    END IF;
    IF to_regclass(partition) IS NOT NULL THEN
        IF EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(partition) AND NOT c.relispartition) THEN
            RAISE EXCEPTION 'table % is there, but is no partition of %', partition, p_table
                USING ERRCODE = 'duplicate_table', HINT = 'attach it, or move it away';
        END IF;
        RETURN false;
    END IF;

    SELECT a.attname, p.partdefid INTO key_column, overflow
      FROM pg_catalog.pg_partitioned_table p
      JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
     WHERE p.partrelid = p_table;

    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION)',
                   partition, p_table);
    EXECUTE format('WITH moved AS (DELETE FROM ONLY %1$s WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *) INSERT INTO %5$s SELECT * FROM moved',
                   overflow, key_column, from_day::timestamptz, until_day::timestamptz, partition);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                   p_table, partition, from_day::timestamptz, until_day::timestamptz);
    RETURN true;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."makeMonthlyPartition"(regclass, date) IS
    'Makes the partition of the month that the day lies in, with what the default partition holds of it; false: it was there';
REVOKE ALL ON FUNCTION cg_analytics_private."makeMonthlyPartition"(regclass, date) FROM PUBLIC;

CREATE FUNCTION cg_analytics_private."monthlyTables"() RETURNS SETOF regclass
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT p.partrelid::regclass
      FROM pg_catalog.pg_partitioned_table p
      JOIN pg_catalog.pg_class overflow ON overflow.oid = p.partdefid
     WHERE overflow.relnamespace = 'cg_analytics_partitions'::regnamespace
     ORDER BY p.partrelid
$$;
COMMENT ON FUNCTION cg_analytics_private."monthlyTables"() IS 'Tables that are partitioned by month: those with a default partition in cg_analytics_partitions';
REVOKE ALL ON FUNCTION cg_analytics_private."monthlyTables"() FROM PUBLIC;

CREATE FUNCTION cg_analytics_private."monthlyTable"(p_table text) RETURNS regclass
    LANGUAGE plpgsql STABLE
    SET search_path = ''
AS $$
DECLARE
    found constant regclass := (SELECT t FROM cg_analytics_private."monthlyTables"() AS t
                                  JOIN pg_catalog.pg_class c ON c.oid = t
                                 WHERE c.relname = p_table);
BEGIN
    IF found IS NULL THEN
        RAISE EXCEPTION 'table % is not partitioned by month', coalesce(quote_ident(p_table), 'NULL')
            USING ERRCODE = 'undefined_table', HINT = 'the name is given as it is, for example: WebhookEvents';
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."monthlyTable"(text) IS 'The table of that name among those partitioned by month';
REVOKE ALL ON FUNCTION cg_analytics_private."monthlyTable"(text) FROM PUBLIC;

-- SECURITY DEFINER: partitions are made and dropped by the owner of the table alone.
CREATE FUNCTION public."createMonthlyPartitions"(p_table text, p_months_ahead integer DEFAULT 3, p_months_back integer DEFAULT 0)
    RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    this_month constant timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    monthly    constant regclass  := cg_analytics_private."monthlyTable"(p_table);
    made       integer := 0;
BEGIN
    IF p_months_ahead IS NULL OR p_months_back IS NULL
       OR p_months_ahead NOT BETWEEN 0 AND 120 OR p_months_back NOT BETWEEN 0 AND 120
    THEN
        RAISE EXCEPTION 'expected 0 to 120 months ahead and back, found % and %', p_months_ahead, p_months_back
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR n IN -p_months_back .. p_months_ahead LOOP
        IF cg_analytics_private."makeMonthlyPartition"(monthly, (this_month + make_interval(months => n))::date) THEN
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END
$$;
COMMENT ON FUNCTION public."createMonthlyPartitions"(text, integer, integer) IS
    'Makes what is missing of this month, the coming and the past ones; how many it made. Safe to run twice, and by two at once';
REVOKE ALL ON FUNCTION public."createMonthlyPartitions"(text, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."createMonthlyPartitions"(text, integer, integer) TO cg_analytics_worker;

CREATE FUNCTION public."maintainPartitions"(p_months_ahead integer DEFAULT 3) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    this_month constant timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    monthly    constant regclass[] := ARRAY(SELECT cg_analytics_private."monthlyTables"());
BEGIN
    -- The locks of all tables at once, or those of the first would be held while those of the second are waited for.
    IF EXISTS (SELECT FROM unnest(monthly) AS t, generate_series(0, p_months_ahead) AS n
                WHERE to_regclass(cg_analytics_private."monthlyPartition"(t, (this_month + make_interval(months => n))::date)) IS NULL)
    THEN
        PERFORM cg_analytics_private."lockForPartitions"(monthly);
    END IF;
    RETURN (SELECT coalesce(sum(public."createMonthlyPartitions"(c.relname, p_months_ahead)), 0)
              FROM unnest(monthly) AS t
              JOIN pg_catalog.pg_class c ON c.oid = t);
END
$$;
COMMENT ON FUNCTION public."maintainPartitions"(integer) IS 'Makes the coming partitions of all tables that are partitioned by month; for cron';
REVOKE ALL ON FUNCTION public."maintainPartitions"(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."maintainPartitions"(integer) TO cg_analytics_worker;

CREATE FUNCTION public."dropEmptyPartitions"(p_table text, p_before date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    monthly   constant regclass := cg_analytics_private."monthlyTable"(p_table);
    partition regclass;
    is_empty  boolean;
    dropped   integer := 0;
BEGIN
    IF p_before IS NULL OR p_before > (now() AT TIME ZONE 'UTC')::date THEN
        RAISE EXCEPTION 'expected a day that is over, found %', p_before
            USING ERRCODE = 'invalid_parameter_value', HINT = 'coming partitions are empty because their time has not come';
    END IF;
    FOR partition IN
        SELECT c.oid
          FROM pg_catalog.pg_inherits i
          JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = monthly
           AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
           AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= p_before
         ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', partition) INTO is_empty;
        CONTINUE WHEN NOT is_empty;
        PERFORM cg_analytics_private."lockForPartitions"(ARRAY[monthly], p_to_drop => true);
        -- Somebody may have written to it, or dropped it, before the lock came.
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = partition);
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', partition) INTO is_empty;
        CONTINUE WHEN NOT is_empty;
        EXECUTE format('DROP TABLE %s', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;
COMMENT ON FUNCTION public."dropEmptyPartitions"(text, date) IS
    'Drops partitions that end before the day and hold nothing, as after archiving; how many. A late row of such a month goes to the default partition';
REVOKE ALL ON FUNCTION public."dropEmptyPartitions"(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."dropEmptyPartitions"(text, date) TO cg_analytics_worker;
