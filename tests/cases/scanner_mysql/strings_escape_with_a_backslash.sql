select 'it\'s;', "a \" ;", '\\', "\\";
select 2;
