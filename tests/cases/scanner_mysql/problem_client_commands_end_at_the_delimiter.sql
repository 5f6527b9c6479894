source a.sql; select 1; \. b.sql; select 2; \d //
select 3;
