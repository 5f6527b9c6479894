-- CG Analytics, metrics: what a post had reached at a point in time. Partitioned by the month of "snapshotDate".
--
-- Counters are what the platform says of the whole life of the post. "views" is BIGINT: the document's field list says
-- INTEGER, its section Data Types "BIGINT for large counters (views, impressions)", and an INTEGER ends at 2.1 billion,
-- which posts have passed.
CREATE TABLE public."Snapshots" (
    "id"                     uuid          NOT NULL DEFAULT gen_random_uuid(),
    "postId"                 varchar(255)  NOT NULL,
    "snapshotDate"           timestamptz   NOT NULL,
    "dataSource"             varchar(255)  NOT NULL DEFAULT 'csv',
    "siteId"                 uuid,
    "lifetimeEarnings"       numeric(14,4) NOT NULL DEFAULT 0,
    "lifetimeQualifiedViews" bigint        NOT NULL DEFAULT 0,
    "lifetimeSecondsViewed"  bigint        NOT NULL DEFAULT 0,
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
    "createdAt"              timestamptz   NOT NULL DEFAULT now(),
    "updatedAt"              timestamptz   NOT NULL DEFAULT now(),
    -- A key of a partitioned table contains what it is partitioned by. For one snapshot per post and date nothing is lost
    -- by that; ids are random, and unique within their month.
    CONSTRAINT "Snapshots_pkey" PRIMARY KEY ("id", "snapshotDate"),
    -- RESTRICT: metrics are what royalties are paid by. A post that was taken down is marked as removed.
    CONSTRAINT "Snapshots_postId_fkey" FOREIGN KEY ("postId") REFERENCES public."Posts" ("postId") ON DELETE RESTRICT,
    CONSTRAINT "Snapshots_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE SET NULL,
    CONSTRAINT "Snapshots_dataSource_check" CHECK ("dataSource" IN ('csv', 'facebook', 'instagram', 'youtube', 'tiktok', 'twitter', 'threads')),
    -- Earnings can be taken back, and subscribers lost; nothing else falls below zero.
    CONSTRAINT "Snapshots_counters_check" CHECK (
        "lifetimeQualifiedViews" >= 0 AND "lifetimeSecondsViewed" >= 0 AND "views" >= 0 AND "threeSecondViews" >= 0
        AND "oneMinuteViews" >= 0 AND "reactions" >= 0 AND "comments" >= 0 AND "shares" >= 0 AND "impressions" >= 0
        AND "reach" >= 0 AND "saves" >= 0 AND "profileVisits" >= 0 AND "avgWatchPercentage" >= 0 AND "estimatedCpm" >= 0)
) PARTITION BY RANGE ("snapshotDate");
COMMENT ON TABLE public."Snapshots" IS 'Metrics of posts over time; monthly partitions, see "maintainPartitions"; after a year to "SnapshotsArchive"';
COMMENT ON COLUMN public."Snapshots"."lifetimeEarnings" IS 'In the currency of the account; platforms report fractions of a cent';
COMMENT ON COLUMN public."Snapshots"."avgWatchPercentage" IS 'Of the duration; above 100 where viewers watch again';
COMMENT ON COLUMN public."Snapshots"."rawData" IS 'What the platform or the file said, as it was';

CREATE UNIQUE INDEX snapshots_post_id_snapshot_date ON public."Snapshots" ("postId", "snapshotDate");
CREATE INDEX snapshots_snapshot_date ON public."Snapshots" ("snapshotDate");
CREATE INDEX snapshots_site_id ON public."Snapshots" ("siteId");
CREATE INDEX snapshots_impressions ON public."Snapshots" ("impressions");
CREATE INDEX snapshots_reach ON public."Snapshots" ("reach");
CREATE INDEX snapshots_post_id_earning ON public."Snapshots" ("postId", "snapshotDate") WHERE "lifetimeEarnings" > 0;

CREATE TRIGGER "Snapshots_setUpdatedAt" BEFORE UPDATE ON public."Snapshots"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();

CREATE TABLE cg_analytics_partitions."Snapshots_default" PARTITION OF public."Snapshots" DEFAULT;
COMMENT ON TABLE cg_analytics_partitions."Snapshots_default" IS 'Snapshots of months that have no partition yet';
-- The year that is not archived yet, this month, and the coming ones.
SELECT public."createMonthlyPartitions"('Snapshots', 3, 12);
