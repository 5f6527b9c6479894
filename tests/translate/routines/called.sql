CREATE TABLE packet (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, label VARCHAR(20), UNIQUE KEY key_id (id));
CREATE TABLE tcp (tcp_id BIGINT UNSIGNED NOT NULL, port INT, UNIQUE KEY tcp_id (tcp_id));
CREATE TABLE udp (udp_id BIGINT UNSIGNED NOT NULL, port INT, UNIQUE KEY own (udp_id));
CREATE TABLE icmp (icmp_id BIGINT NOT NULL PRIMARY KEY, kind INT);
CREATE TABLE note (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(60));
DELIMITER //
CREATE PROCEDURE tie()
BEGIN
  -- the least first
  ALTER TABLE tcp ADD CONSTRAINT tcp_id FOREIGN KEY (tcp_id) REFERENCES packet (id) ON DELETE CASCADE;
  ALTER TABLE udp ADD CONSTRAINT udp_packet FOREIGN KEY (udp_id) REFERENCES packet (id);
END//
CREATE PROCEDURE untie()
BEGIN
  ALTER TABLE udp DROP FOREIGN KEY udp_packet;
  ALTER TABLE tcp DROP FOREIGN KEY tcp_id;
END//
CREATE PROCEDURE tie_to_another_type()
  ALTER TABLE icmp ADD CONSTRAINT icmp_packet FOREIGN KEY (icmp_id) REFERENCES packet (id)//
CREATE PROCEDURE untie_like_a_key()
  ALTER TABLE udp DROP FOREIGN KEY own//
CREATE PROCEDURE widen()
  ALTER TABLE note MODIFY text VARCHAR(200)//
CREATE PROCEDURE fill(IN p_times INT, IN p_text VARCHAR(30), OUT p_done INT)
BEGIN
  SET p_done = 0;
  WHILE p_done < p_times DO
    INSERT INTO note (text) VALUES (CONCAT(p_text, ' ', p_done));
    SET p_done = p_done + 1;
  END WHILE;
END//
CREATE PROCEDURE shown() SELECT text FROM note ORDER BY id//
CREATE PROCEDURE noted(IN p_text VARCHAR(30))
BEGIN
  INSERT INTO note (text) VALUES (p_text);
  SELECT COUNT(*) AS notes FROM note;
  SELECT MAX(id) AS last FROM note;
END//
CREATE PROCEDURE undone()
BEGIN
  START TRANSACTION;
  INSERT INTO note (text) VALUES ('no');
  ROLLBACK;
END//
DELIMITER ;
INSERT INTO packet (label) VALUES ('first'), ('second');
CALL shown;
INSERT INTO tcp VALUES (1, 80);
INSERT INTO icmp VALUES ((SELECT id FROM packet WHERE label = 'second'), 8), (30, (SELECT COUNT(*) FROM packet));
INSERT INTO note (text) VALUES ((SELECT MAX(label) FROM packet));
INSERT INTO note (text) VALUES ((SELECT MIN(label) FROM packet));
INSERT INTO note (text) VALUES ('no (SELECT label) here');
INSERT INTO note (text) VALUES ('of the script');
CALL tie();
CALL fill(2, 'filled', @done);
CALL shown();
CALL noted('at last');
CALL undone();
