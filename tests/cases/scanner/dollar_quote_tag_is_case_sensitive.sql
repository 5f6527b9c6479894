select $Tag$ ; $tag$ ; $Tag$;
select 2;
