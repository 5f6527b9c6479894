-- first; comment
/* second; */ select 1; -- after; one

/* third */ -- fourth
select 2 /* inside; */ + 1;
-- last;
