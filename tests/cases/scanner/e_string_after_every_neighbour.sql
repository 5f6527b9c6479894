select(E'\';'),'a'||E'1\060;',array[E'\';'],1=/* ; */length(E'\';')::int;
select 1 where''=E'\';';
select(1)+-length(E'\'\';');
