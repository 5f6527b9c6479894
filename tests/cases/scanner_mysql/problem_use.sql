USE other;
select 1;
use other
select 2;
\u other
select 3;
