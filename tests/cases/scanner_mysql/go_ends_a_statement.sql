select 1\g select 2\Gselect 3 \G;
select 4 \g
\g
