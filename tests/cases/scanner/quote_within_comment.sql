-- it's; a "comment
select 1; /* isn't; $$ it" */ select 2;
