select 1 as U&"d\0061t;a", 2 as u&"x;""y";
select 2;
