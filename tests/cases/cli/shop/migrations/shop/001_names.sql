-- cfdb: template
SELECT '{{ hook }}';
