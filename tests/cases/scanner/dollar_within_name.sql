select 1 as a$b$c, 2 as x$$y, 3 as e$;
select 4 as a$1$b;
select 5 as é$$, 6 as f$$;
