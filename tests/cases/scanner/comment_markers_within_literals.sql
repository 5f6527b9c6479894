select '--;', '/*;', "x" from (values ('*/')) v("x") where $$--$$ <> $$/*$$;
select 2;
