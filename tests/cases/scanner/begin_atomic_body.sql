create function f(a int) returns int language sql
begin atomic
  insert into t values (a);
  select case when a > 0 then case a when 1 then 1 end else 2 end;
  select 1 as "end";
end;
select 2;
