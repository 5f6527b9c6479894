-- Größenänderung 🚀🚀 für Österreich
SELECT 'äöü;', '🚀;', "name" FROM person;
/* äöü */ INSERT INTO person VALUES (1, 'Jürgen');
