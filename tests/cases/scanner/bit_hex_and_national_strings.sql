select B'0101', x'1Fe', N'a;''\', b'0' as ";";
select 2;
