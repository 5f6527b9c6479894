-- Stores and their keepers come at once: neither can be first.
SET foreign_key_checks = 0;
INSERT INTO place (street, town, zip, location, changed)
  SELECT CONCAT(seq, ELT(1 + seq % 3, ' rue de l''Été', ' Straße €', ' Mill Lane')), ELT(1 + seq % 3, '東京', 'Łódź', 'São Tomé 🏝'),
         IF(seq % 5 = 0, NULL, LPAD(seq, 5, '0')), POINT(seq / 7 - 30, 90 - seq / 3), '2011-03-27 02:30:00' + INTERVAL seq HOUR
  FROM seq_1_to_250;
INSERT INTO store (store_id, keeper, place_id) VALUES (1, 255, 1), (2, 2, 2), (255, 1, 250);
INSERT INTO staff (staff_id, name, nick, picture, store_id, active, secret, changed) VALUES
  (1, 'Zoë Œuvré', 'zö 😀', x'89504E470D0A1A0A005C0A09FF', 1, 1, 'AbC', NULL),
  (2, 'Jürgen ‚Jürg‘', NULL, NULL, 255, 0, 'aBc', '1970-01-01 00:00:01'),
  (255, '', '', '', 2, 1, NULL, '2038-01-19 03:14:07');
SET foreign_key_checks = 1;
INSERT INTO film (film_id, title, description, made, sequel_of, lent_for, rate, minutes, replacement_cost, rating, special_features)
  SELECT seq, CONCAT(ELT(1 + seq % 4, 'Night of the ', 'A Loom for ', 'Der grüne ', '雪の '), seq),
         IF(seq % 11 = 0, NULL, CONCAT('Tab\there, line\nhere, back\\slash. ', REPEAT('So it goes on… ', seq % 40))),
         IF(seq % 13 = 0, NULL, 1901 + seq % 255), IF(seq % 10 = 0, seq - 1, NULL), seq % 256, seq % 100 / 10, seq % 300,
         seq % 1000 - 0.01, IF(seq % 17 = 0, NULL, ELT(1 + seq % 5, 'all', '7+', '12+', '16+', '18+')),
         IF(seq % 19 = 0, NULL, MAKE_SET(seq % 16, 'trailers', 'comments', 'cut scenes', 'making of'))
  FROM seq_1_to_3000;
INSERT INTO film (film_id, title, made, sequel_of) VALUES (65535, 'The last key', 0, 3000);
UPDATE film SET sequel_of = 65535 WHERE film_id = 7;
INSERT INTO category (label) SELECT CONCAT('Genre n° ', seq) FROM seq_1_to_16;
INSERT INTO film_category SELECT film_id, 1 + (film_id + seq) % 16 FROM film JOIN seq_1_to_2;
INSERT INTO inventory (film_id, store_id)
  SELECT film_id, ELT(1 + seq % 3, 1, 2, 255) FROM film JOIN seq_1_to_3;
INSERT INTO inventory VALUES (16777215, 1, 1);
INSERT INTO rental (taken, inventory_id, back, staff_id)
  SELECT '2005-05-24 22:53:30' + INTERVAL seq MINUTE, 1 + seq % 9000, IF(seq % 9 = 0, NULL, '2005-06-01 00:00:00' + INTERVAL seq SECOND),
         ELT(1 + seq % 3, 1, 2, 255)
  FROM seq_1_to_20000;
INSERT INTO payment (staff_id, rental_id, amount, paid, note)
  SELECT IF(seq % 50 = 0, NULL, 1 + seq % 2), IF(seq % 40 = 0, NULL, seq), seq % 2000 / 100 - 5,
         IF(seq % 60 = 0, NULL, '2005-05-24 22:53:30.125' + INTERVAL seq MINUTE), IF(seq % 30 = 0, CONCAT('paid in £, \\ ', seq), NULL)
  FROM seq_1_to_20000;
