SELECT 1;

SELECT 2,
       wrong
  FROM person;
