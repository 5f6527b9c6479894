select 'it''s;', "a ""b"";", '''', '';
select 2;
