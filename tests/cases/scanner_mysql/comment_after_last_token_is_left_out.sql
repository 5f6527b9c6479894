select 1 -- a
/* b */ # c
;
select 2 /* d */ \G
select 3 /* e */
