select 1 \c
select 2 \p;
select \q 3 \- \ÿ;
select 4 \