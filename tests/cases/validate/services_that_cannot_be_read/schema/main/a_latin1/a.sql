CREATE TABLE a (t text DEFAULT 'ä');
