create or replace rule r as on insert to t do also (
  insert into log values (')');
  delete from b where "(" = 1 /* ( */;
);
CREATE /* a /* nested; */ rule */ RULE r2 AS ON UPDATE TO t DO INSTEAD (select 1; select 2);
create rule r3 as on delete to t do instead nothing;
select 2;
