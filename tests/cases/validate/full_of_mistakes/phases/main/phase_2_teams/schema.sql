-- cfdb: requires phase 9
CREATE TABLE teams (id int);
