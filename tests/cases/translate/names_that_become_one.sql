-- Names that are two in MySQL, and would be one in PostgreSQL.
CREATE TABLE a_b (id INT AUTO_INCREMENT PRIMARY KEY, c ENUM('x', 'y'), a INT UNSIGNED, ctid INT, ctid_ INT, CONSTRAINT a_b_a_check CHECK (a < 10));
CREATE TABLE a (id INT PRIMARY KEY, b_c ENUM('z'), parent INT, UNIQUE KEY fk_parent (parent), CONSTRAINT fk_parent FOREIGN KEY (parent) REFERENCES a (id));
CREATE TABLE a_b_id_seq (id INT PRIMARY KEY, KEY A (id), KEY a_b_pkey (id));
CREATE TABLE orders (id INT PRIMARY KEY, state ENUM('new', 'paid'), KEY Orders (state), KEY orders_pkey (state));
CREATE TABLE orders_state (id INT PRIMARY KEY);
CREATE TABLE ördnung_mit_einem_sehr_langen_namen_über_der_grenze_von_sechzig_ (
    id INT PRIMARY KEY, ü INT,
    CONSTRAINT prüfung_mit_einem_sehr_langen_namen_über_der_grenze_von_sechzig_ CHECK (ü > 0),
    CONSTRAINT verweis_mit_einem_sehr_langen_namen_über_der_grenze_von_sechzig_ FOREIGN KEY (ü) REFERENCES a (id)
);
