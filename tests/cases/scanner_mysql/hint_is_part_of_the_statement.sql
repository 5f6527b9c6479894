select /*+ MAX_EXECUTION_TIME(1000) ; it's */ 1;
select 2;
