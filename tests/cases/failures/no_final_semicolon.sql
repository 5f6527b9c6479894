SELECT 1;
SELECT wrong FROM person -- the end