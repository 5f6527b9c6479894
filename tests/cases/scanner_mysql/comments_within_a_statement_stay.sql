select 1 -- it's;
 + /* ; ' */ 2 # ;
 + 3;
