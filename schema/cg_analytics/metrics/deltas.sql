-- CG Analytics, metrics: what changed between two snapshots.
--
-- viewsDelta, impressionsDelta and reachDelta are INTEGER in the document: differences of BIGINT counters are BIGINT.
CREATE TYPE public."enum_Deltas_period" AS ENUM ('daily', 'weekly', 'monthly', 'quarterly');

CREATE TABLE public."Deltas" (
    "id"                  uuid                        NOT NULL DEFAULT gen_random_uuid(),
    "postId"              varchar(255)                NOT NULL,
    "fromDate"            timestamptz                 NOT NULL,
    "toDate"              timestamptz                 NOT NULL,
    "period"              public."enum_Deltas_period" NOT NULL,
    "artistId"            uuid,
    "earningsDelta"       numeric(14,4)               NOT NULL DEFAULT 0,
    "qualifiedViewsDelta" bigint                      NOT NULL DEFAULT 0,
    "secondsViewedDelta"  bigint                      NOT NULL DEFAULT 0,
    "viewsDelta"          bigint,
    "reactionsDelta"      integer,
    "commentsDelta"       integer,
    "sharesDelta"         integer,
    "impressionsDelta"    bigint,
    "reachDelta"          bigint,
    "growthRate"          numeric(14,4),
    "createdAt"           timestamptz                 NOT NULL DEFAULT now(),
    "updatedAt"           timestamptz                 NOT NULL DEFAULT now(),
    CONSTRAINT "Deltas_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Deltas_postId_fkey" FOREIGN KEY ("postId") REFERENCES public."Posts" ("postId") ON DELETE RESTRICT,
    CONSTRAINT "Deltas_artistId_fkey" FOREIGN KEY ("artistId") REFERENCES public."Artists" ("id") ON DELETE RESTRICT,
    CONSTRAINT "Deltas_dates_check" CHECK ("toDate" > "fromDate")
);
COMMENT ON TABLE public."Deltas" IS 'Changes between snapshots, by period';
COMMENT ON COLUMN public."Deltas"."artistId" IS 'The post''s artist at that time: earnings stay his when the post changes hands';
COMMENT ON COLUMN public."Deltas"."growthRate" IS 'Percent; NULL where there was nothing to grow from';

-- Unique: computed again, a delta is replaced, and not paid twice.
CREATE UNIQUE INDEX deltas_post_id_from_date_to_date ON public."Deltas" ("postId", "fromDate", "toDate");
CREATE INDEX deltas_artist_id_period ON public."Deltas" ("artistId", "period");
CREATE INDEX deltas_to_date ON public."Deltas" ("toDate");

CREATE TRIGGER "Deltas_setUpdatedAt" BEFORE UPDATE ON public."Deltas"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
