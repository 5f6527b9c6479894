select 'select 1' \gexec
begin\g
select 1 as x \gset
commit;
