do $body$ begin execute $q$select ';$$'$q$; end $body$;
select $a$ $b$ ; $b$ $ $a $$ $a$;
select $_1$;$_1$;
