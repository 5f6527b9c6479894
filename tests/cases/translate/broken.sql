CREATE TABLE good (id int PRIMARY KEY);
CREATE TABLE bad (id int PRIMARY KEY,, name varchar(10));
CREATE TABEL worse (id int);
CREATE TABLE odd (id int PRIMARY KEY, shape wonderful);
ALTER TABLE nowhere ADD x int;
CREATE TABLE also_good (id int PRIMARY KEY);
CREATE TABLE torn (id int, name varchar(10
