-- A username and an e-mail address belong to one user, in lower case. Ids below zero belong to probes: they meet no user's,
-- and do not move AUTO_INCREMENT.
INSERT INTO users (id, username, display_name, email) VALUES (-1, 'probe-a', 'Probe A', 'probe-a@content-factory.invalid');

-- fails: 1062
INSERT INTO users (id, username, display_name) VALUES (-2, 'probe-a', 'Another');

-- fails: 1062
INSERT INTO users (id, username, display_name, email) VALUES (-3, 'probe-c', 'Probe C', 'probe-a@content-factory.invalid');

-- A check fails with another number in MySQL than in MariaDB; IGNORE turns both into a row that is not there (in MariaDB not
-- for VALUES with one row, hence SELECT).
INSERT IGNORE INTO users (id, username, display_name) SELECT -4, 'Probe-D', 'upper case in the username';
INSERT IGNORE INTO users (id, username, display_name, email) SELECT -5, 'probe-e', 'upper case in the address', 'Probe-E@content-factory.invalid';
INSERT IGNORE INTO users (id, username, display_name, email) SELECT -6, 'probe-f', 'empty address', '';
INSERT IGNORE INTO users (id, username, display_name, password_hash) SELECT -7, 'probe-g', 'password of no scheme', 'x';
SELECT CONCAT('expected to be refused: ', display_name) AS problem FROM users WHERE id BETWEEN -7 AND -4;

-- Many may have no address.
INSERT INTO users (id, username, display_name) VALUES (-8, 'probe-h', 'Probe H'), (-9, 'probe-i', 'Probe I');
