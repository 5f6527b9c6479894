CREATE PROCEDURE update_storage_stats(storageid integer, space bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
<<sql_block>>
DECLARE
    n integer;
BEGIN
    IF space IS NULL THEN
        EXIT sql_block;
    END IF;
    UPDATE "Events" SET "DiskSpace" = CASE WHEN COALESCE("DiskSpace", 0) + space IS NULL THEN NULL ELSE GREATEST(COALESCE("DiskSpace", 0) + space, 0) END WHERE "MonitorId" = storageid;
END
$cfdb$;
REVOKE ALL ON PROCEDURE update_storage_stats(integer, bigint) FROM PUBLIC;
CREATE FUNCTION "Events_Hour_delete_trigger"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE "Event_Summaries" SET "HourEvents" = GREATEST(COALESCE("HourEvents", 1) - 1, 0), "HourEventDiskSpace" = GREATEST(COALESCE("HourEventDiskSpace", 0) - COALESCE(old."DiskSpace", 0), 0) WHERE "MonitorId" = old."MonitorId";
    RETURN OLD;
END
$cfdb$;
CREATE TRIGGER "Events_Hour_delete_trigger" BEFORE DELETE ON "Events_Hour" FOR EACH ROW EXECUTE FUNCTION "Events_Hour_delete_trigger"();
CREATE FUNCTION "Events_Hour_update_trigger"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    diff bigint := 0;
BEGIN
    diff := COALESCE(new."DiskSpace", 0) - COALESCE(old."DiskSpace", 0);
    IF diff <> 0 THEN
        IF new."MonitorId" <> old."MonitorId" THEN
            UPDATE "Event_Summaries" SET "HourEventDiskSpace" = GREATEST(COALESCE("HourEventDiskSpace", 0) - COALESCE(old."DiskSpace", 0), 0) WHERE "MonitorId" = old."MonitorId";
            UPDATE "Event_Summaries" SET "HourEventDiskSpace" = COALESCE("HourEventDiskSpace", 0) + COALESCE(new."DiskSpace", 0) WHERE "MonitorId" = new."MonitorId";
        ELSE
            UPDATE "Event_Summaries" SET "HourEventDiskSpace" = COALESCE("HourEventDiskSpace", 0) + diff WHERE "MonitorId" = new."MonitorId";
        END IF;
    END IF;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER "Events_Hour_update_trigger" AFTER UPDATE ON "Events_Hour" FOR EACH ROW EXECUTE FUNCTION "Events_Hour_update_trigger"();
CREATE FUNCTION event_insert_trigger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO "Events_Hour" ("EventId", "MonitorId", "StartDateTime", "DiskSpace") VALUES (new."Id", new."MonitorId", new."StartDateTime", 0);
    INSERT INTO "Event_Summaries" ("MonitorId", "HourEvents", "TotalEvents") VALUES (new."MonitorId", 1, 1) ON CONFLICT ("MonitorId") DO UPDATE SET "HourEvents" = COALESCE("Event_Summaries"."HourEvents", 0) + 1, "TotalEvents" = COALESCE("Event_Summaries"."TotalEvents", 0) + 1;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER event_insert_trigger AFTER INSERT ON "Events" FOR EACH ROW EXECUTE FUNCTION event_insert_trigger();
CREATE FUNCTION event_update_trigger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    diff bigint := 0;
BEGIN
    diff := COALESCE(new."DiskSpace", 0) - COALESCE(old."DiskSpace", 0);
    IF diff <> 0 THEN
        UPDATE "Events_Hour" SET "DiskSpace" = new."DiskSpace" WHERE "EventId" = new."Id";
    END IF;
    IF new."Archived" <> old."Archived" THEN
        IF new."Archived" <> 0 THEN
            UPDATE "Event_Summaries" SET "ArchivedEvents" = COALESCE("ArchivedEvents", 0) + 1, "ArchivedEventDiskSpace" = COALESCE("ArchivedEventDiskSpace", 0) + COALESCE(new."DiskSpace", 0) WHERE "MonitorId" = new."MonitorId";
        ELSIF old."Archived" <> 0 THEN
            UPDATE "Event_Summaries" SET "ArchivedEvents" = GREATEST(COALESCE("ArchivedEvents", 0) - 1, 0), "ArchivedEventDiskSpace" = GREATEST(COALESCE("ArchivedEventDiskSpace", 0) - COALESCE(old."DiskSpace", 0), 0) WHERE "MonitorId" = old."MonitorId";
        END IF;
    END IF;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER event_update_trigger AFTER UPDATE ON "Events" FOR EACH ROW EXECUTE FUNCTION event_update_trigger();
CREATE FUNCTION event_delete_trigger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM "Events_Hour" WHERE "EventId" = old."Id";
    UPDATE "Event_Summaries" SET "TotalEvents" = GREATEST(COALESCE("TotalEvents", 1) - 1, 0) WHERE "MonitorId" = old."MonitorId";
    RETURN OLD;
END
$cfdb$;
CREATE TRIGGER event_delete_trigger BEFORE DELETE ON "Events" FOR EACH ROW EXECUTE FUNCTION event_delete_trigger();
CREATE FUNCTION "Zone_Insert"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE "Event_Summaries" SET "TotalEvents" = (SELECT count(*) FROM "Events" WHERE "Events"."MonitorId" = new."Id") WHERE "Event_Summaries"."MonitorId" = new."Id";
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER "Zone_Insert" AFTER INSERT ON "Monitors" FOR EACH ROW EXECUTE FUNCTION "Zone_Insert"();
