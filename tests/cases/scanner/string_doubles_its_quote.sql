select 'it''s; fine', '''', '';
select 2;
