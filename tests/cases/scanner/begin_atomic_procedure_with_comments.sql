CREATE OR REPLACE PROCEDURE p()
BEGIN -- begin; the body
 /* ; */ ATOMIC /* ; /* ; */ */
  DELETE FROM t; -- end;
  /* end; */ ; END /* of it */ ;
SELECT 2;
