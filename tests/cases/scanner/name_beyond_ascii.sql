select 1 as größe, 2 as 名前, 3 as données$;
select 'größe;名前';
