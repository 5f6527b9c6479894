-- CG Analytics, metrics, undone. Partitions go with their table, however many there are by now.

DROP FUNCTION public."refreshAggregations"();
DROP VIEW public."MyArtistEarnings";
DROP VIEW public."MySiteDailyMetrics";
DROP VIEW public."MyPostPerformance";
DROP MATERIALIZED VIEW public."ArtistEarnings";
DROP MATERIALIZED VIEW public."SiteDailyMetrics";
DROP MATERIALIZED VIEW public."PostPerformance";

DROP TABLE public."Deltas";
DROP FUNCTION public."archiveSnapshots"(timestamptz, integer);
DROP TABLE public."SnapshotsArchive";
DROP TABLE public."Snapshots";

DROP TYPE public."enum_Deltas_period";
