select $a$ $b$a$;
select $$ $a$$;
select $a$a$a$;
select 4;
