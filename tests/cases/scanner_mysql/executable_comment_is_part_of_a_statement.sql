create table t (a int /*!50606 STORAGE DISK */) /*!50100 PARTITION BY KEY (a) */; select /*!99999 1, */ 2;
