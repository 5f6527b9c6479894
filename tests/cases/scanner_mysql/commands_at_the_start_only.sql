select source, status, use_it from t;
select
source from t;
