copy (select a from stdin) to stdout;
copy t to stdout;
copy t from '/tmp/stdin';
copy t from program 'cat stdin' where a is distinct from stdin;
copy stdin from 'x';
select 'copy t from stdin';
copy t.from from '/tmp/x';
