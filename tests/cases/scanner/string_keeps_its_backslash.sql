select 'C:\';
select 'D:\', ';';
