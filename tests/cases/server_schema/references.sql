-- Foreign keys, cycles among them.
CREATE TABLE country (code char(2) PRIMARY KEY, name varchar(50) NOT NULL UNIQUE);
CREATE TABLE city (
    id int unsigned AUTO_INCREMENT PRIMARY KEY, country char(2), twin int unsigned,
    FOREIGN KEY (country) REFERENCES country (code),
    CONSTRAINT twins FOREIGN KEY (twin) REFERENCES city (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE visit (
    city int unsigned NOT NULL, day date NOT NULL, country char(2) NOT NULL, PRIMARY KEY (city, day),
    CONSTRAINT of_city FOREIGN KEY (city) REFERENCES city (id) ON DELETE CASCADE,
    CONSTRAINT of_country FOREIGN KEY (country) REFERENCES country (code) ON DELETE RESTRICT ON UPDATE NO ACTION
);
CREATE TABLE note (
    id int PRIMARY KEY, city int unsigned, day date, word varchar(10),
    CONSTRAINT of_visit FOREIGN KEY (city, day) REFERENCES visit (city, day) ON DELETE NO ACTION ON UPDATE SET NULL,
    KEY (word)
);
CREATE TABLE chicken (id int PRIMARY KEY, egg int);
CREATE TABLE egg (id int PRIMARY KEY, chicken int, FOREIGN KEY (chicken) REFERENCES chicken (id));
ALTER TABLE chicken ADD CONSTRAINT first_egg FOREIGN KEY (egg) REFERENCES egg (id);
CREATE TABLE inline_reference (id int PRIMARY KEY, code char(2) REFERENCES country (code));
