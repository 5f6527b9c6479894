-- cfdb: template
SELECT {{ days }};
