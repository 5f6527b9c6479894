\set on true
\if :on
select 1;
\else
select 2;
\endif
\! ls
\pset pager off
\q
