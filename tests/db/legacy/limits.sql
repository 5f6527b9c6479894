-- A table for each family of types, with what its columns hold at most, at least, and besides.
CREATE TABLE integers (
  id int NOT NULL PRIMARY KEY, truth tinyint(1), tiny tinyint, tiny_u tinyint unsigned, small smallint,
  small_u smallint unsigned, medium mediumint, medium_u mediumint unsigned, whole int, whole_u int unsigned,
  big bigint, big_u bigint unsigned, filled int(7) unsigned zerofill, made year
) CHARSET utf8mb4;
INSERT INTO integers VALUES
  (-2147483648, 0, -128, 0, -32768, 0, -8388608, 0, -2147483648, 0, -9223372036854775808, 0, 0, 1901),
  (2147483647, 1, 127, 255, 32767, 65535, 8388607, 16777215, 2147483647, 4294967295, 9223372036854775807, 18446744073709551615, 4294967295, 2155),
  (0, 1, 0, 1, 1, 10000, 1, 10000000, 1, 1, -1, 10000000000000000000, 42, 0),
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE decimals (
  id int NOT NULL PRIMARY KEY, longest decimal(65,30), whole decimal(65,0), fraction decimal(30,30), price decimal(10,2), positive decimal(20,4) unsigned
) CHARSET utf8mb4;
INSERT INTO decimals VALUES
  (1, -99999999999999999999999999999999999.999999999999999999999999999999, -99999999999999999999999999999999999999999999999999999999999999999, -0.999999999999999999999999999999, -99999999.99, 0),
  (2, 99999999999999999999999999999999999.999999999999999999999999999999, 99999999999999999999999999999999999999999999999999999999999999999, 0.999999999999999999999999999999, 99999999.99, 9999999999999999.9999),
  (3, 0.000000000000000000000000000001, 10000, -0.000000000000000000000000000001, -0.01, 0.0001),
  (4, 0, 0, 0, 0, 10000.0001),
  (5, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE reals (id int NOT NULL PRIMARY KEY, single float, wide double, positive double unsigned, rounded float(7,2)) CHARSET utf8mb4;
INSERT INTO reals VALUES
  (1, 3.402823466e38, 1.7976931348623157e308, 1.7976931348623157e308, 99999.99),
  (2, -3.402823466e38, -1.7976931348623157e308, 2.2250738585072014e-308, -99999.99),
  (3, 1.17549435e-38, 5e-324, 5e-324, 0.01),
  (4, 1e-45, 0.1, 0.30000000000000004, 0.1),
  (5, 0.1, 9007199254740993, 1e22, 0),
  (6, 16777217, -1e-300, 0, 12345.67),
  (7, 0, 0, 123456789012345680, 1),
  (8, NULL, NULL, NULL, NULL);

CREATE TABLE bits (id int NOT NULL PRIMARY KEY, one bit(1), some bit(5), most bit(64)) CHARSET utf8mb4;
INSERT INTO bits VALUES
  (1, b'0', b'0', b'0'), (2, b'1', b'11111', 18446744073709551615), (3, b'1', b'10101', 9223372036854775808),
  (4, b'0', b'1', 1), (5, NULL, NULL, NULL);

CREATE TABLE moments (
  id int NOT NULL PRIMARY KEY, day date, at datetime, exact datetime(6), thousandth datetime(3), stamped timestamp NULL,
  stamped_exactly timestamp(6) NULL, required date NOT NULL
) CHARSET utf8mb4;
INSERT INTO moments VALUES
  (1, '0001-01-01', '0001-01-01 00:00:00', '0001-01-01 00:00:00.000001', '1000-01-01 00:00:00.001', '1970-01-01 00:00:01', '1970-01-01 00:00:01.000001', '1000-01-01'),
  (2, '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999', '9999-12-31'),
  (3, '2000-02-29', '1969-12-31 23:59:59', '1999-12-31 23:59:59.5', '2000-02-29 12:00:00', '2024-03-31 02:30:00', '2024-10-27 01:30:00.25', '1582-10-10'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, '2024-02-29');
SET sql_mode = '';
INSERT INTO moments VALUES (5, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', NULL, '0000-00-00 00:00:00', NULL, '1900-02-28');
SET sql_mode = DEFAULT;

CREATE TABLE clocks (id int NOT NULL PRIMARY KEY, of_day time, of_day_exact time(6), span time, span_exact time(6)) CHARSET utf8mb4;
INSERT INTO clocks VALUES
  (1, '00:00:00', '00:00:00.000001', '-838:59:59', '-838:59:59.999999'),
  (2, '23:59:59', '23:59:59.999999', '838:59:59', '838:59:59.999999'),
  (3, '12:00:00', '12:00:00.5', '-00:00:01', '-00:00:00.000001'),
  (4, NULL, NULL, NULL, NULL), (5, '10:20:30', '10:20:30', '24:00:00', '00:00:00');

CREATE TABLE texts (
  id int NOT NULL PRIMARY KEY, fixed char(20) CHARACTER SET utf8mb4, short varchar(40) CHARACTER SET utf8mb4,
  western varchar(40) CHARACTER SET latin1, western_fixed char(10) CHARACTER SET latin1, three_bytes varchar(40) CHARACTER SET utf8mb3,
  two_bytes varchar(40) CHARACTER SET ucs2, tiny tinytext CHARACTER SET utf8mb4, some text CHARACTER SET latin1,
  medium mediumtext CHARACTER SET utf8mb4, vast longtext CHARACTER SET utf8mb4
) CHARSET utf8mb4;
INSERT INTO texts VALUES
  (1, '', '', '', '', '', '', '', '', '', ''),
  (2, REPEAT('😀', 20), REPEAT('😀', 40), REPEAT('é', 40), '€uro ÿ', REPEAT('日', 40), REPEAT('日', 40), REPEAT('😀', 63), REPEAT('ÿ\\\t\r\n', 13107), REPEAT('日\t', 70000), REPEAT('😀\n\\', 50000)),
  (3, '\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N'),
  (4, '\\.', '\\.', '\\.', 'NULL', '\\.', '\\.', '\\.', '\\.', '\\.', '\\.'),
  (5, 'tab\there', 'line\nbreak', 'return\rhere', 'back\\slash', 'it''s "q"', 'a\\tb', '\\', '\t', '\n', '\r\n'),
  (6, 'lead', '  both  ', 'end  ', 'x', 'combining e\u0301', '\x7f', '\b\Z', CHAR(1), CHAR(127), '{"a": 1}'),
  (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO texts (id, western) VALUES (8, x'8081828D8F909DFF');

CREATE TABLE chosen (
  id int NOT NULL PRIMARY KEY, one enum('a','B','with space','','it''s','😀','1'),
  several set('a','b','q"','back\\slash','it''s','😀','{}','NULL'), latin enum('ä','ß') CHARACTER SET latin1
) CHARSET utf8mb4;
INSERT INTO chosen VALUES
  (1, 'a', '', 'ä'), (2, 'B', 'a', 'ß'), (3, 'with space', 'a,b,q",back\\slash,it''s,😀,{},NULL', 'ä'), (4, '', 'NULL', 'ß'),
  (5, 'it''s', '{}', 'ä'), (6, '😀', 'q",back\\slash', 'ß'), (7, '1', '😀', 'ä'), (8, NULL, NULL, NULL);

CREATE TABLE octets (
  id int NOT NULL PRIMARY KEY, fixed binary(16), short varbinary(40), tiny tinyblob, some blob, medium mediumblob, vast longblob
) CHARSET utf8mb4;
INSERT INTO octets VALUES
  (1, '', '', '', '', '', ''),
  (2, x'00000000000000000000000000000000', x'00', x'0000', x'00FF00', REPEAT(x'00', 70000), REPEAT(x'5C0009', 200000)),
  (3, x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', x'5C785C4E', x'0A', x'0D0A', x'5C2E', x'C328'),
  (4, 'text', REPEAT(x'FE', 40), REPEAT(x'09', 255), REPEAT(x'0A', 65535), x'EFBBBF', 'plain'),
  (5, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE documents (id int NOT NULL PRIMARY KEY, doc json, doc_required json NOT NULL) CHARSET utf8mb4;
INSERT INTO documents VALUES
  (1, '{}', '[]'), (2, 'null', '"x"'), (3, NULL, 'true'),
  (4, '{"big": 123456789012345678901234567890.123456789, "small": 1e-400, "large": 1e400, "negative": -0.0}', '18446744073709551616'),
  (5, '{"b": 1, "a": [1, 2.50, {"é": "\\u00e9\\n\\t\\\\ \\"q\\""}], "😀": "😀"}', '"tab\\tline\\nback\\\\slash"'),
  (6, '[[[[[]]]], {"": ""}]', '{"k": [1e0, 1.0, 1]}');

CREATE TABLE names (id int NOT NULL PRIMARY KEY, u uuid, six inet6, four inet4) CHARSET utf8mb4;
INSERT INTO names VALUES
  (1, '00000000-0000-0000-0000-000000000000', '::', '0.0.0.0'),
  (2, 'FFFFFFFF-ffff-4fff-bfff-ffffffffffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '255.255.255.255'),
  (3, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::ffff:10.0.0.1', '10.0.0.1'),
  (4, NULL, NULL, NULL), (5, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '2001:db8::ff00:42:8329', '127.0.0.1');

CREATE TABLE shapes (id int NOT NULL PRIMARY KEY, p point, l linestring, a polygon) CHARSET utf8mb4;
INSERT INTO shapes VALUES
  (1, POINT(0.1, 0.30000000000000004), ST_GeomFromText('LINESTRING(0 0,1 1e22,0.1 2)'), ST_GeomFromText('POLYGON((0 0,1.25 0,1 1e22,0 0))')),
  (2, POINT(-1e300, 1e-300), ST_GeomFromText('LINESTRING(-1 -1,-1 -1)'), ST_GeomFromText('POLYGON((0 0,9 0,9 9,0 0))')),
  (3, NULL, NULL, NULL);
