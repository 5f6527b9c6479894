-- A task goes with its channel, and with its user.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO channels (id, user_id, platform, name) VALUES (-1, -1, 'youtube', 'Probe');
INSERT INTO publish_tasks (id, user_id, channel_id, status) VALUES (-1, -1, -1, 'scheduled'), (-2, -1, NULL, 'draft');

DELETE FROM channels WHERE id = -1;
SELECT 'expected the task to go with its channel' AS problem FROM publish_tasks WHERE id = -1;
SELECT 'expected the draft to stay' AS problem FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM publish_tasks WHERE id = -2);

DELETE FROM users WHERE id = -1;
SELECT 'expected the draft to go with its user' AS problem FROM publish_tasks WHERE id = -2;
