CREATE TABLE t (
    id int NOT NULL, name varchar(50), price decimal(10,2), ratio double, raw varbinary(50), fixed binary(4), doc text
);
INSERT INTO t VALUES (1,'plain',1.50,1e5,'raw','ab','text'),(-2,'',-.5,-5,'','',''),(+3,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO t VALUES (4,'it\'s','5','1.5',_binary 'a\0b\'c\\d',0x41424344,'line\nbreak\ttab\\back"quote\"');
INSERT INTO t VALUES (5,'a''b',.5,5.,x'00ff','a','a	raw
line'),(6,"double ""quoted"" it's",0,0,X'',0x0,'\Z\b\r\%\_\q\'');
INSERT INTO t VALUES (7,N'national',TRUE,FALSE,_utf8mb4'é',b'0100000101000010','é 東京 😀'),(8,_latin1 0xE9,0x10,b'11',1.5,5,'a' 'b' "c");
INSERT INTO t VALUES (9,0x6869,'1e2','abc','12 apples',NULL,12.5),(10,12,true,false,_binary'x',_utf8'y',1e3);
INSERT INTO t VALUES (11,'NULL','1',1,'NULL',NULL,'\\N'),(12,'\\.','1',1,'\\','\\''','\\''');
INSERT INTO t VALUES (13,'ends with a backslash\\',1,1,'','','\\'),(14,'''','1',1,'''','\'','\'''\'');
