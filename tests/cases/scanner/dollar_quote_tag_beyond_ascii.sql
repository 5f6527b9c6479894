select $größe$ ; $grosse$ ; $größe$;
select 2;
