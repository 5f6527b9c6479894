select ':b;' where 1=1;
