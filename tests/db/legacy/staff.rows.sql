-- Made up by arithmetic: 5,000 people, their histories, and the names that a European payroll has.
INSERT INTO departments
  SELECT CONCAT('d', LPAD(seq, 3, '0')),
         ELT(seq, 'Weaving', 'Dye works', 'Größenprüfung', 'Éclairage', '梱包', 'Shipping', 'Ledger & Tax', 'O''Hara''s desk', 'R\\D')
  FROM seq_1_to_9;
SET max_recursive_iterations = 5000;
INSERT INTO employees
  WITH RECURSIVE people (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM people WHERE n < 5000)
  SELECT 10000 + n, DATE_ADD('1931-02-28', INTERVAL n * 5 DAY),
         ELT(1 + n % 7, 'Aino', 'Björn', 'Chloé', 'Dmitri', 'Ewa', '良子', 'Gus'),
         CONCAT(ELT(1 + n % 5, 'Ash', 'Brook', 'Çelik', 'de la Cruz', 'Ødegård'), ' ', n % 97),
         ELT(1 + n % 3, 'F', 'M', 'X'), DATE_ADD('1971-01-01', INTERVAL n * 3 DAY),
         IF(n > 10, 10000 + FLOOR(n / 10), NULL)
  FROM people;
UPDATE employees SET mentor = 15000 WHERE emp_no = 10003;
INSERT INTO dept_emp
  SELECT emp_no, CONCAT('d', LPAD(1 + (emp_no + part) % 9, 3, '0')), DATE_ADD(hired, INTERVAL part * 700 DAY),
         IF(part = emp_no % 2, '9999-01-01', DATE_ADD(hired, INTERVAL (part + 1) * 700 DAY))
  FROM employees JOIN (SELECT 0 AS part UNION ALL SELECT 1) parts ON part <= emp_no % 2;
INSERT INTO dept_manager
  SELECT dept_no, 10000 + 100 * seq + ORD(RIGHT(dept_no, 1)), DATE_ADD('1975-01-01', INTERVAL seq * 900 DAY),
         IF(seq = 8, '9999-01-01', DATE_ADD('1975-01-01', INTERVAL (seq + 1) * 900 DAY))
  FROM departments JOIN seq_1_to_8;
INSERT INTO titles
  SELECT emp_no, ELT(1 + (emp_no + seq) % 4, 'Weaver', 'Senior weaver', 'Clerk', 'Keeper of keys'),
         DATE_ADD(hired, INTERVAL seq * 400 DAY), IF(seq = 2, NULL, DATE_ADD(hired, INTERVAL (seq + 1) * 400 DAY))
  FROM employees JOIN seq_1_to_2;
INSERT INTO salaries
  SELECT emp_no, 30000 + (emp_no * 37 + seq * 1013) % 90000, IF(emp_no % 4 = 0, NULL, emp_no * seq / 7 - 4000),
         DATE_ADD(hired, INTERVAL seq YEAR),
         IF(seq = 6, '9999-01-01', DATE_ADD(hired, INTERVAL seq + 1 YEAR))
  FROM employees JOIN seq_1_to_6;
