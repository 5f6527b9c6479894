prepare p (int, int) as select $1 + $2, $1::text || ';';
prepare q (int) as select $1;
select 3;
