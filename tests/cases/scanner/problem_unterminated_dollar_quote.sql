select 1;
do $body$ begin end $Body$; $$
