select 'a;b';
select 2;
