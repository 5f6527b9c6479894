select '"`;', "'`;", `'";`;
select 2;
