select \N;
load data infile 'f' into table t (a) set b = \N;
