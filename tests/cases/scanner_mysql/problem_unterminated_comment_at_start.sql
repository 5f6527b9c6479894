/* a
select 2;
