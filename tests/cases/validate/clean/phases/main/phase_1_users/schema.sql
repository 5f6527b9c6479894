-- cfdb: template
CREATE TABLE users (id int, days int DEFAULT {{ days }});
