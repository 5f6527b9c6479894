select 1 \ 2;
\
\é
\frobnicate x
select 3;
