-- CG Analytics, base: two group roles, two schemas, and what every table uses.
--
-- Roles. Nobody logs in as one of these; logins are members of one.
--   cg_analytics_app     the API server. Acts for one user at a time, named by a setting, under row level security:
--                            BEGIN; SELECT set_config('app.user_id', '<Users.id>', true); …; COMMIT;
--                        The third argument makes it end with the transaction, so that a pooled connection never carries
--                        one user's rights into the next request. With Sequelize: the first query of each managed
--                        transaction, after the session or the API key has been checked ("findLogin", "findApiKey").
--                        Without the setting nothing is visible.
--   cg_analytics_worker  sync jobs, the webhook receiver, cron. Acts for no user; policies let it see all rows.
-- The setting can be made by whoever can run SQL as cg_analytics_app: row level security holds mistakes of queries within
-- a tenant, it does not replace parameters in queries.
--
-- Row level security is ENABLEd, not FORCEd: the owner of the tables is who migrates, archives, refreshes materialized
-- views and dumps, and with FORCE each of these would see nothing, or fail (pg_dump). Hence the one rule: the
-- application does not log in as the owner, nor as a superuser.
--
-- Names are Sequelize's: quoted, tables in the plural, columns in camelCase, enums "enum_<Table>_<column>", indexes
-- <table>_<columns> in snake case.

-- Roles belong to the server: another database may have made them, or may be making them at this moment.
DO $make$
DECLARE
    group_role text;
    may_act    boolean;
BEGIN
    FOREACH group_role IN ARRAY ARRAY['cg_analytics_app', 'cg_analytics_worker'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = group_role) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', group_role);
                EXECUTE format('COMMENT ON ROLE %I IS %L', group_role,
                               'Made by cfdb (CG Analytics): ' || CASE group_role
                                   WHEN 'cg_analytics_app' THEN 'the API server, under row level security'
                                   ELSE 'sync jobs, webhooks and cron' END);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another session was faster, and has committed
            END;
        END IF;

        -- Who may apply this may act as its roles: probes SET ROLE to them. A role that somebody else made is his to
        -- give away.
        may_act := CASE WHEN current_setting('server_version_num')::integer >= 160000
                        THEN pg_has_role(current_user, group_role, 'SET')
                        ELSE pg_has_role(current_user, group_role, 'MEMBER') END;
        IF NOT may_act THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', group_role);
            EXCEPTION
                WHEN unique_violation THEN
                    NULL;
                WHEN insufficient_privilege THEN
                    RAISE NOTICE '% may not act as role %, which another role made', current_user, group_role
                        USING HINT = format('as its maker: GRANT %I TO %I', group_role, current_user);
            END;
        END IF;
    END LOOP;
END
$make$;

CREATE SCHEMA cg_analytics_private;
COMMENT ON SCHEMA cg_analytics_private IS 'Functions behind policies, triggers and maintenance';
GRANT USAGE ON SCHEMA cg_analytics_private TO cg_analytics_app, cg_analytics_worker;

-- No USAGE for anybody: policies are those of the partitioned table, and reading a partition itself would go round them.
CREATE SCHEMA cg_analytics_partitions;
COMMENT ON SCHEMA cg_analytics_partitions IS 'Monthly partitions of "Snapshots" and "WebhookEvents"; read them through their tables';

-- Sequelize sends its own "updatedAt", by the clock of the machine that it runs on. The database has one clock.
CREATE FUNCTION cg_analytics_private."setUpdatedAt"() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS $$
BEGIN
    NEW."updatedAt" := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."setUpdatedAt"() IS 'BEFORE UPDATE: the time of the last change';
REVOKE ALL ON FUNCTION cg_analytics_private."setUpdatedAt"() FROM PUBLIC;
