create function f() returns int begin atomic
  select 1 end;
  select t.end from (select 2) as t("end");
  select 3 as end;
end;
select 4;
