select 'first;
second;
';
select 2;
