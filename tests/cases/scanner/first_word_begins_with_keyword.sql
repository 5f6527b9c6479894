select 1;
comment on schema public is 'a;b';
create schema if not exists beginning;
