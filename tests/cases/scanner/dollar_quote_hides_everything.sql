do $$ begin perform 'a;b'; /* ; -- " ' */ end; $$;
select 2;
