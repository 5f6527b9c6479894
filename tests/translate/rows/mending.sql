CREATE TABLE t (id int, a varchar(20), b text);
INSERT INTO t VALUES (1,'nul\0byte','x'),(2,'b','plain'),(3,0x610062,'\0');
INSERT INTO t VALUES (4,_utf8mb4 0xC3,'x'),(5,'next','row');
INSERT INTO t VALUES (6,'a' 'b','x') (7,'b','y');
INSERT INTO t VALUES (8,'a','x'),(9,1 2,'y'),(10,'z','z');
