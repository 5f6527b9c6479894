select 1 as äe, 2 as _e, "t".typname from pg_type "t" where typname = name'\';
select 3;
