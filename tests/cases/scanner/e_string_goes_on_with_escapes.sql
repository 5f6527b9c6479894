select E'a'
 'b\'; c' -- ; it's

 'd\';' as joined;
select 2;
