-- Undoes 003. YouTube still has the numbers, though not as snapshots of past days.

DROP TABLE public.video_analytics;
