-- CG Analytics, content, undone. Without CASCADE: fails while snapshots or deltas point at a post.

DROP TABLE public."Posts";

DROP TYPE public."enum_Posts_privacyStatus";
DROP TYPE public."enum_Posts_status";
DROP TYPE public."enum_Posts_postType";
