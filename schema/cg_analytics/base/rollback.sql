-- CG Analytics, base, undone. Without CASCADE: fails while a table, a partition or a function still uses any of it.

DROP FUNCTION public."dropEmptyPartitions"(text, date);
DROP FUNCTION public."maintainPartitions"(integer);
DROP FUNCTION public."createMonthlyPartitions"(text, integer, integer);
DROP FUNCTION cg_analytics_private."monthlyTable"(text);
DROP FUNCTION cg_analytics_private."monthlyTables"();
DROP FUNCTION cg_analytics_private."makeMonthlyPartition"(regclass, date);
DROP FUNCTION cg_analytics_private."monthlyPartition"(regclass, date);
DROP FUNCTION cg_analytics_private."lockForPartitions"(regclass[], boolean);

DROP FUNCTION public."isCiphertext"(text);
DROP FUNCTION cg_analytics_private."setUpdatedAt"();

DROP SCHEMA cg_analytics_partitions;
DROP SCHEMA cg_analytics_private;

-- DROP ROLE refuses while anything in any database of the server, or a login that is a member and owns or may do
-- something, depends on the role: then it stays, and the last database that rolls back takes it along. Members merely
-- lose their membership.
DO $drop$
DECLARE
    group_role text;
    why        text;
BEGIN
    FOREACH group_role IN ARRAY ARRAY['cg_analytics_app', 'cg_analytics_worker'] LOOP
        CONTINUE WHEN coalesce(shobj_description(to_regrole(group_role)::oid, 'pg_authid'), '') NOT LIKE 'Made by cfdb%';
        BEGIN
            EXECUTE format('DROP ROLE %I', group_role);
        EXCEPTION
            WHEN dependent_objects_still_exist THEN
                GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
                RAISE NOTICE 'role % is kept: %', group_role, why;
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'role % is kept: it was made by another role, % may not drop it', group_role, current_user;
            WHEN undefined_object THEN
                NULL;  -- dropped by another database's rollback while we waited
        END;
    END LOOP;
END
$drop$;
