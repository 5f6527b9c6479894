select '''''''''''''';
select '''';
select '''a''';
