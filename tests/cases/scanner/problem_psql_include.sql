\i other.sql
select 1;
\include_relative more.sql
\ir 'a;b'
select 2;
