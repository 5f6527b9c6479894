select `a\`, `b``;c`, `d\\`;
select 2;
