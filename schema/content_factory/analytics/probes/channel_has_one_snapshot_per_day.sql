-- One row per channel and day, which goes with the channel and is refused without one.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO channels (id, user_id, platform, name) VALUES (-1, -1, 'youtube', 'Probe');
INSERT INTO channel_daily_stats (id, user_id, channel_id, stat_date, view_count)
VALUES (-1, -1, -1, '2026-01-01', 10), (-2, -1, -1, '2026-01-02', 12);

-- fails: 1062
INSERT INTO channel_daily_stats (id, user_id, channel_id, stat_date) VALUES (-3, -1, -1, '2026-01-01');

INSERT IGNORE INTO channel_daily_stats (id, user_id, stat_date) SELECT -4, -1, '2026-01-01';
SELECT 'expected statistics of no channel to be refused' AS problem FROM channel_daily_stats WHERE id = -4;

DELETE FROM channels WHERE id = -1;
SELECT 'expected statistics to go with their channel' AS problem FROM channel_daily_stats WHERE id IN (-1, -2) LIMIT 1;
