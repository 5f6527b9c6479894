create or replace function f() returns trigger language plpgsql as $$
begin
  begin; end;
  commit;
end;
$$;
create function g() returns int as $f$ select 1; $f$ language sql;
select 3;
