select E'it\'s; \\';
select e'\\\'; \'' , E'a''b\';''';
select 3;
