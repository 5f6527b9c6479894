-- CG Analytics, metrics: snapshots older than a year.
--
-- The document: "move old snapshots to archive after 1 year", "compress rawData in old snapshots". PostgreSQL looks at a row
-- that is longer than 2 kB and compresses its values, the longest first, until it is shorter than that; then it stops. Here it
-- goes on to 128 bytes, the lowest there is: rawData and the other documents of such a row are all compressed, with lz4 where
-- the server was built with it, else with pglz, and what is still long moves out of the row, so that reading counters of
-- past years does not read documents. A row of up to 2 kB stays as it is: no setting of PostgreSQL compresses that.
CREATE TABLE public."SnapshotsArchive" (
    "id"                     uuid          NOT NULL,
    "postId"                 varchar(255)  NOT NULL,
    "snapshotDate"           timestamptz   NOT NULL,
    "dataSource"             varchar(255)  NOT NULL,
    "siteId"                 uuid,
    "lifetimeEarnings"       numeric(14,4) NOT NULL,
    "lifetimeQualifiedViews" bigint        NOT NULL,
    "lifetimeSecondsViewed"  bigint        NOT NULL,
    "views"                  bigint,
    "threeSecondViews"       bigint,
    "oneMinuteViews"         bigint,
    "reactions"              integer,
    "comments"               integer,
    "shares"                 integer,
    "impressions"            bigint,
    "reach"                  bigint,
    "saves"                  integer,
    "profileVisits"          integer,
    "avgWatchPercentage"     numeric(7,3),
    "subscribersGained"      integer,
    "estimatedCpm"           numeric(10,4),
    "viewsByCountry"         jsonb,
    "demographicData"        jsonb,
    "trafficSource"          jsonb,
    "deviceType"             jsonb,
    "rawData"                jsonb,
    "createdAt"              timestamptz   NOT NULL,
    "updatedAt"              timestamptz   NOT NULL,
    "archivedAt"             timestamptz   NOT NULL DEFAULT now(),
    CONSTRAINT "SnapshotsArchive_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "SnapshotsArchive_postId_fkey" FOREIGN KEY ("postId") REFERENCES public."Posts" ("postId") ON DELETE RESTRICT,
    CONSTRAINT "SnapshotsArchive_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE SET NULL
) WITH (toast_tuple_target = 128);
COMMENT ON TABLE public."SnapshotsArchive" IS 'Snapshots older than a year, moved here by "archiveSnapshots"; rows and their times as they were';

DO $compress$
BEGIN
    ALTER TABLE public."SnapshotsArchive" ALTER COLUMN "rawData" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'this server was built without lz4: rawData is compressed with pglz';
END
$compress$;

CREATE UNIQUE INDEX snapshots_archive_post_id_snapshot_date ON public."SnapshotsArchive" ("postId", "snapshotDate");
CREATE INDEX snapshots_archive_site_id ON public."SnapshotsArchive" ("siteId");
-- Rows come in the order of their time: a BRIN index of a few pages does what a B-tree would.
CREATE INDEX snapshots_archive_snapshot_date ON public."SnapshotsArchive" USING brin ("snapshotDate");

-- SECURITY DEFINER: nobody but the owner takes rows away from "Snapshots".
-- One statement moves them: there is no moment at which a row is in both tables, or in none. A file that is imported again
-- may bring a snapshot that was archived: the later one counts.
CREATE FUNCTION public."archiveSnapshots"(p_before timestamptz DEFAULT now() - interval '1 year', p_limit integer DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moved_rows bigint;
BEGIN
    IF p_before IS NULL OR p_before > now() - interval '1 year' THEN
        RAISE EXCEPTION 'snapshots are archived after a year, not when they are older than %', p_before
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    WITH old AS (
        SELECT s."id", s."snapshotDate"
          FROM public."Snapshots" s
         WHERE s."snapshotDate" < p_before
         ORDER BY s."snapshotDate"
         LIMIT p_limit
           FOR UPDATE SKIP LOCKED
    ), moved AS (
        DELETE FROM public."Snapshots" s
         USING old
         -- The condition on the date alone is what keeps the DELETE to the old partitions.
         WHERE s."id" = old."id" AND s."snapshotDate" = old."snapshotDate" AND s."snapshotDate" < p_before
        RETURNING s.*
    )
    INSERT INTO public."SnapshotsArchive" AS a (
        "id", "postId", "snapshotDate", "dataSource", "siteId", "lifetimeEarnings", "lifetimeQualifiedViews",
        "lifetimeSecondsViewed", "views", "threeSecondViews", "oneMinuteViews", "reactions", "comments", "shares",
        "impressions", "reach", "saves", "profileVisits", "avgWatchPercentage", "subscribersGained", "estimatedCpm",
        "viewsByCountry", "demographicData", "trafficSource", "deviceType", "rawData", "createdAt", "updatedAt")
    SELECT "id", "postId", "snapshotDate", "dataSource", "siteId", "lifetimeEarnings", "lifetimeQualifiedViews",
           "lifetimeSecondsViewed", "views", "threeSecondViews", "oneMinuteViews", "reactions", "comments", "shares",
           "impressions", "reach", "saves", "profileVisits", "avgWatchPercentage", "subscribersGained", "estimatedCpm",
           "viewsByCountry", "demographicData", "trafficSource", "deviceType",
           -- Through text: a value that is compressed already would be stored as it is, with the old method.
           "rawData"::text::jsonb, "createdAt", "updatedAt"
      FROM moved
     ORDER BY "snapshotDate"
    ON CONFLICT ("postId", "snapshotDate") DO UPDATE
       SET ("dataSource", "siteId", "lifetimeEarnings", "lifetimeQualifiedViews", "lifetimeSecondsViewed", "views",
            "threeSecondViews", "oneMinuteViews", "reactions", "comments", "shares", "impressions", "reach", "saves",
            "profileVisits", "avgWatchPercentage", "subscribersGained", "estimatedCpm", "viewsByCountry",
            "demographicData", "trafficSource", "deviceType", "rawData", "updatedAt", "archivedAt")
         = ROW (EXCLUDED."dataSource", EXCLUDED."siteId", EXCLUDED."lifetimeEarnings", EXCLUDED."lifetimeQualifiedViews",
            EXCLUDED."lifetimeSecondsViewed", EXCLUDED."views", EXCLUDED."threeSecondViews", EXCLUDED."oneMinuteViews",
            EXCLUDED."reactions", EXCLUDED."comments", EXCLUDED."shares", EXCLUDED."impressions", EXCLUDED."reach",
            EXCLUDED."saves", EXCLUDED."profileVisits", EXCLUDED."avgWatchPercentage", EXCLUDED."subscribersGained",
            EXCLUDED."estimatedCpm", EXCLUDED."viewsByCountry", EXCLUDED."demographicData", EXCLUDED."trafficSource",
            EXCLUDED."deviceType", EXCLUDED."rawData", EXCLUDED."updatedAt", EXCLUDED."archivedAt");
    GET DIAGNOSTICS moved_rows = ROW_COUNT;
    RETURN moved_rows;
END
$$;
COMMENT ON FUNCTION public."archiveSnapshots"(timestamptz, integer) IS
    'Moves snapshots from before the time, at most p_limit of them, to "SnapshotsArchive"; how many. Call it until it says 0, then "dropEmptyPartitions"';
REVOKE ALL ON FUNCTION public."archiveSnapshots"(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."archiveSnapshots"(timestamptz, integer) TO cg_analytics_worker;
