select 1 as "--", 2 as "/*", 3 as "*/";
select '--', '/*';
select 3;
