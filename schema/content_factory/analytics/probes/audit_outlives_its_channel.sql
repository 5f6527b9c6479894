-- The log of an attempt stays when the channel goes, and when who began it goes; it goes with its owner.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A'), (-2, 'probe-b', 'Probe B, of support');
INSERT INTO channels (id, user_id, platform, name) VALUES (-1, -1, 'instagram', 'Probe');
INSERT INTO reauth_audit (id, user_id, channel_id, channel_name, platform, initiated_by_user_id, initiated_by, result)
VALUES (-1, -1, -1, 'Probe', 'instagram', -2, 'probe-b', 'two_factor');

DELETE FROM channels WHERE id = -1;
DELETE FROM users WHERE id = -2;
SELECT 'expected the entry to stay, with the names of channel and initiator' AS problem
 FROM DUAL
 WHERE NOT EXISTS (SELECT 1 FROM reauth_audit
                    WHERE id = -1 AND channel_id IS NULL AND channel_name = 'Probe'
                      AND initiated_by_user_id IS NULL AND initiated_by = 'probe-b');

DELETE FROM users WHERE id = -1;
SELECT 'expected the entry to go with its owner' AS problem FROM reauth_audit WHERE id = -1;

INSERT IGNORE INTO reauth_audit (id, channel_name, platform) SELECT -2, 'Probe', 'youtube';
SELECT 'expected an entry without an owner to be refused' AS problem FROM reauth_audit WHERE id = -2;
