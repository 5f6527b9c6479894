-- zero_dates = epoch
CREATE TABLE t (d date, dt datetime NOT NULL, ts timestamp NULL);
INSERT INTO t VALUES ('0000-00-00','0000-00-00 00:00:00','0000-00-00 00:00:00'),('2024-01-01','2024-01-01','2024-01-01 00:00:00');
