select 'a;'
   'b;'  -- between; parts
   'c;' as joined;
select 2;
