\restrict x
begin;
select 'größe'; \echo
commit;
select $x$;
\i never_seen.sql
