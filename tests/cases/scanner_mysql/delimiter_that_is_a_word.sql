DELIMITER go
select 1;
go
select 'go' GO 2
go
DELIMITER ;
select 3;
