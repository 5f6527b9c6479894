select 1;
/*/
