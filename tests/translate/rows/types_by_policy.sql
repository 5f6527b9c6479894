-- tinyint1 = boolean
-- enum = check
-- spatial = postgis
CREATE TABLE t (
    flag tinyint(1) NOT NULL, bits bit(4), one bit(1), tags set('a','b','c d','NULL'), state enum('new','sent','it''s') NOT NULL,
    maybe enum('x','y'), doc json, place point, shape geometry, way linestring
);
INSERT INTO t VALUES (1,b'101',b'1','a,b','new','x','{"a": [1, 2], "b": "x\\ny\\"z"}',NULL,NULL,NULL);
INSERT INTO t VALUES (0,'\n','\0','','sent',NULL,'"\\u00e9 \\ud83d\\ude00"',0x000000000101000000000000000000F03F0000000000000040,NULL,NULL);
INSERT INTO t VALUES (2,5,1,'a,c d,NULL','it\'s','Y','"\\u0000 \\\\u0000 \\ud800"',NULL,0x0000000001030000000100000003000000000000000000000000000000000000000000000000000000000000000000F03F000000000000F03F000000000000F03F,0x0000000001020000000200000000000000000000000000000000000000000000000000F03F000000000000F03F);
INSERT INTO t VALUES (1,0xFF,'1',5,2,'','null',_binary '\0\0\0\0short',NULL,NULL),('1',0b11,x'01','c d,zzz','','nope','[]',NULL,NULL,NULL);
