-- What is to be published has a channel and an owner; progress is a percentage.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT IGNORE INTO publish_tasks (id, user_id, title, status) SELECT -1, -1, 'scheduled for no channel', 'scheduled';
INSERT IGNORE INTO publish_tasks (id, title) SELECT -2, 'of nobody';
INSERT IGNORE INTO publish_tasks (id, user_id, title, progress_percent) SELECT -3, -1, '101 percent', 101;
INSERT IGNORE INTO publish_tasks (id, user_id, title, file_size_bytes) SELECT -4, -1, 'size below zero', -1;
SELECT CONCAT('expected to be refused: ', title) AS problem FROM publish_tasks WHERE id BETWEEN -4 AND -1;
