-- cfdb: template
SELECT {{ days };
