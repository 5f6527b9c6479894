source a.sql
select 1;
\. b.sql
system rm -rf secret
\! rm -rf secret
select 2;
STATUS;
tee out.txt
notee
pager less;
warnings;
exit
select 3;
? 
connect db secret
prompt > ;
