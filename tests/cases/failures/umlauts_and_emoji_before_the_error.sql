-- Größenänderung 🚀🚀 für Österreich
SELECT 'äöü', '🚀', name, wröng FROM person;
