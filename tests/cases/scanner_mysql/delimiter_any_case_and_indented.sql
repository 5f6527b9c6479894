  delimiter   $$  the rest means nothing ;
select 1; select 2$$ select 3
$$
DeLiMiTeR ;
select 4;
