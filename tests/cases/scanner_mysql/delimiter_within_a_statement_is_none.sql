create table t (
delimiter char(1)
);
select
delimiter from t;
