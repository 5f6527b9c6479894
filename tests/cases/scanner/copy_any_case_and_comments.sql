CoPy /* from; */ "from stdin"."t""" (a, "stdin") -- from 'x'
 FROM /* /* ; */ */
  StdIn -- ;
 WITH (FORMAT csv, DELIMITER ';') ;
1;'
\.
select 2;
