-- People, what they earn, and who leads whom.
CREATE TABLE employees (
  emp_no INT NOT NULL PRIMARY KEY,
  birth_date DATE NOT NULL,
  first_name VARCHAR(14) NOT NULL,
  last_name VARCHAR(16) NOT NULL,
  gender ENUM('M','F') NOT NULL,
  hire_date DATE NOT NULL,
  manager_no INT DEFAULT NULL,
  FOREIGN KEY (manager_no) REFERENCES employees (emp_no)
);
CREATE TABLE departments (
  dept_no CHAR(4) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  dept_name VARCHAR(40) NOT NULL,
  UNIQUE KEY (dept_name)
);
CREATE TABLE dept_emp (
  emp_no INT NOT NULL,
  dept_no CHAR(4) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  PRIMARY KEY (emp_no, dept_no),
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE,
  FOREIGN KEY (dept_no) REFERENCES departments (dept_no) ON DELETE CASCADE
);
CREATE TABLE salaries (
  emp_no INT NOT NULL,
  salary INT NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  PRIMARY KEY (emp_no, from_date),
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE
);
CREATE TABLE titles (
  emp_no INT NOT NULL,
  title VARCHAR(50) NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE DEFAULT NULL,
  PRIMARY KEY (emp_no, title, from_date),
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE
);

INSERT INTO employees VALUES (1,'1953-09-02','Georgi','Facello','M','1986-06-26',NULL),(2,'1964-06-02','Bezalel','Simmel','F','1985-11-21',1),
  (3,'1959-12-03','Parto','Bamford','M','1986-08-28',1),(4,'1954-05-01','Chirstian','Koblick','M','1986-12-01',2),
  (5,'1955-01-21','Kyoichi','Maliniak','M','1989-09-12',2),(6,'1953-04-20','Anneke','Preusig','F','1989-06-02',4);
INSERT INTO departments VALUES ('d001','Marketing'),('d002','Finance'),('d003','Human Resources'),('d004','Idle');
INSERT INTO dept_emp VALUES (1,'d001','1986-06-26','9999-01-01'),(2,'d002','1985-11-21','1990-01-01'),(2,'d003','1990-01-01','9999-01-01'),
  (3,'d001','1986-08-28','9999-01-01'),(4,'d002','1986-12-01','9999-01-01'),(5,'d002','1989-09-12','1995-05-05'),(6,'d003','1989-06-02','9999-01-01');
INSERT INTO salaries VALUES (1,60117,'1986-06-26','1987-06-26'),(1,62102,'1987-06-26','9999-01-01'),(2,65828,'1985-11-21','9999-01-01'),
  (3,40006,'1986-08-28','1988-01-01'),(3,43616,'1988-01-01','9999-01-01'),(4,40054,'1986-12-01','9999-01-01'),(5,78228,'1989-09-12','9999-01-01'),
  (6,40000,'1989-06-02','9999-01-01');
INSERT INTO titles VALUES (1,'Senior Engineer','1986-06-26',NULL),(2,'Staff','1985-11-21',NULL),(3,'Engineer','1986-08-28','1990-01-01'),
  (3,'Senior Engineer','1990-01-01',NULL),(4,'Engineer','1986-12-01',NULL),(5,'staff','1989-09-12','1995-05-05');

CREATE OR REPLACE VIEW dept_emp_latest_date AS
  SELECT emp_no, MAX(from_date) AS from_date, MAX(to_date) AS to_date FROM dept_emp GROUP BY emp_no;

CREATE OR REPLACE VIEW current_dept_emp AS
  SELECT l.emp_no, dept_no, l.from_date, l.to_date
  FROM dept_emp d INNER JOIN dept_emp_latest_date l
    ON d.emp_no = l.emp_no AND d.from_date = l.from_date AND l.to_date = d.to_date;

CREATE VIEW v_full_employees AS
  SELECT emp_no, first_name, last_name, birth_date, gender, hire_date, dept_name AS department,
    (SELECT s.salary FROM salaries s WHERE s.emp_no = e.emp_no ORDER BY s.from_date DESC LIMIT 1) AS salary
  FROM employees e JOIN current_dept_emp cde USING (emp_no) JOIN departments d USING (dept_no);

CREATE VIEW v_full_departments AS
  SELECT d.dept_no, dept_name, COUNT(de.emp_no) AS people, MIN(hire_date) AS first_hired, CONCAT(MIN(last_name), '..', MAX(last_name)) AS names
  FROM departments d LEFT JOIN (dept_emp de JOIN employees e ON e.emp_no = de.emp_no) ON de.dept_no = d.dept_no AND de.to_date = '9999-01-01'
  GROUP BY d.dept_no;

CREATE VIEW emp_dept AS
  SELECT e.emp_no, e.last_name, d.dept_name, COUNT(s.salary) AS raises, AVG(s.salary) AS average
  FROM employees e JOIN dept_emp de ON de.emp_no = e.emp_no JOIN departments d ON d.dept_no = de.dept_no
    LEFT JOIN salaries s ON s.emp_no = e.emp_no
  WHERE de.to_date > CURDATE()
  GROUP BY e.emp_no, de.dept_no;

CREATE VIEW hierarchy AS
  WITH RECURSIVE tree AS (
    SELECT emp_no, last_name, manager_no, 1 AS depth, CAST(last_name AS CHAR(200)) AS path FROM employees WHERE manager_no IS NULL
    UNION ALL
    SELECT e.emp_no, e.last_name, e.manager_no, t.depth + 1, CONCAT(t.path, ' > ', e.last_name)
    FROM employees e INNER JOIN tree t ON t.emp_no = e.manager_no)
  SELECT * FROM tree;

CREATE VIEW numbers AS
  WITH RECURSIVE n (i, square) AS (SELECT 1, 1 UNION ALL SELECT i + 1, (i + 1) * (i + 1) FROM n WHERE i < 12) SELECT i, square FROM n;

CREATE VIEW leaders AS
  SELECT m.emp_no, CONCAT_WS(' ', m.first_name, m.last_name) AS leader, GROUP_CONCAT(e.last_name ORDER BY e.last_name DESC SEPARATOR '/') AS team
  FROM employees m JOIN employees e ON e.manager_no = m.emp_no GROUP BY m.emp_no HAVING COUNT(*) > 1;

CREATE VIEW ages AS
  SELECT emp_no, TIMESTAMPDIFF(YEAR, birth_date, hire_date) AS age, YEAR(hire_date) - YEAR(birth_date) AS about,
    DATE_FORMAT(hire_date, '%d/%m/%Y') AS hired, QUARTER(hire_date) AS quarter, DAYOFWEEK(hire_date) AS weekday, MONTHNAME(birth_date) AS born_in,
    hire_date >= '1986-07-01' AS late, hire_date BETWEEN '1986-01-01' AND '1986-12-31' AS in_1986
  FROM employees;

CREATE VIEW genders AS
  SELECT IF(gender = 'M', 'men', 'women') AS who, COUNT(*) AS how_many, SUM(CASE gender WHEN 'F' THEN 1 ELSE 0 END) AS women,
    SUM(gender = 'M') / COUNT(*) AS share
  FROM employees GROUP BY gender;

CREATE VIEW genders_as_text AS SELECT CONCAT(gender, '-', emp_no) AS code, UPPER(last_name) AS shout FROM employees ORDER BY gender, last_name;

CREATE VIEW initials AS
  SELECT DISTINCT LEFT(last_name, 1) AS initial, CHAR_LENGTH(last_name) AS letters, RIGHT(first_name, 2) AS ending FROM employees;

CREATE VIEW salary_steps AS
  SELECT emp_no, from_date, salary, salary - COALESCE(LAG(salary) OVER (PARTITION BY emp_no ORDER BY from_date), salary) AS step,
    FIRST_VALUE(salary) OVER (PARTITION BY emp_no ORDER BY from_date) AS first_salary, NTILE(2) OVER (ORDER BY salary, emp_no) AS half
  FROM salaries;

CREATE VIEW best_paid AS
  SELECT e.last_name, s.salary FROM employees e, salaries s
  WHERE e.emp_no = s.emp_no AND s.to_date = '9999-01-01' AND s.salary > (SELECT AVG(salary) FROM salaries WHERE to_date = '9999-01-01')
  ORDER BY s.salary DESC LIMIT 3;

CREATE VIEW top_of_department AS
  SELECT d.dept_name, t.last_name, t.salary FROM departments d JOIN (
    SELECT de.dept_no, e.last_name, s.salary, DENSE_RANK() OVER (PARTITION BY de.dept_no ORDER BY s.salary DESC) AS r
    FROM dept_emp de JOIN employees e USING (emp_no) JOIN salaries s USING (emp_no) WHERE s.to_date = '9999-01-01') t
    ON t.dept_no = d.dept_no WHERE t.r = 1;

CREATE VIEW everything_of_two AS
  (SELECT emp_no, 'salary' AS what, CAST(salary AS CHAR) AS value FROM salaries WHERE emp_no = 1 ORDER BY from_date LIMIT 1)
  UNION ALL (SELECT emp_no, 'title', title FROM titles WHERE emp_no = 1)
  UNION (SELECT emp_no, 'gender', gender FROM employees WHERE emp_no = 1) ORDER BY 2 LIMIT 10;

CREATE VIEW managers_or_staff AS
  SELECT emp_no FROM employees WHERE emp_no IN (SELECT manager_no FROM employees) OR emp_no IN (SELECT emp_no FROM titles WHERE title = 'Staff');

CREATE VIEW without_title AS
  SELECT e.emp_no, t.title FROM employees e NATURAL LEFT JOIN titles t WHERE t.title IS NULL;

CREATE VIEW loosely_grouped AS
  SELECT dept_no, emp_no > 0 AS any_employee, COUNT(*) AS people FROM dept_emp GROUP BY dept_no;

CREATE VIEW having_alone AS SELECT emp_no, salary * 12 AS yearly FROM salaries WHERE emp_no < 4 HAVING yearly > 600000;

CREATE VIEW grouped_by_expression AS
  SELECT FLOOR(salary / 10000) * 10000 AS bracket, COUNT(*) AS people FROM salaries GROUP BY FLOOR(salary / 10000) * 10000 ORDER BY FLOOR(salary / 10000) * 10000;

CREATE VIEW titles_once AS SELECT DISTINCT e.gender, t.to_date IS NULL AS current FROM titles t STRAIGHT_JOIN employees e ON e.emp_no = t.emp_no;

CREATE VIEW pay_by_year AS
  SELECT YEAR(s.from_date) AS year, d.dept_name, SUM(s.salary) AS paid FROM salaries s JOIN dept_emp de USE INDEX (PRIMARY) ON de.emp_no = s.emp_no
    JOIN departments d ON d.dept_no = de.dept_no GROUP BY YEAR(s.from_date), d.dept_name WITH ROLLUP;

CREATE VIEW text_as_number AS SELECT emp_no, dept_no, SUBSTRING(dept_no, 2) + 0 AS number, CAST(SUBSTRING(dept_no, 2) AS UNSIGNED) AS n FROM dept_emp;

CREATE VIEW no_order_by_null AS SELECT dept_no, COUNT(*) AS c FROM dept_emp GROUP BY dept_no ORDER BY NULL;

CREATE VIEW only_one AS SELECT 1 AS one, 'a' 'b' AS joined, NULL AS nothing, 1.50 AS price, DATE '2020-01-31' AS day FROM DUAL WHERE 1 = 1;

CREATE VIEW titles_counted AS SELECT LOWER(title) AS title, COUNT(*) AS people, COUNT(DISTINCT title) AS spellings FROM titles GROUP BY title;

CREATE VIEW rolled_up_in_order AS
  SELECT gender, YEAR(hire_date) AS year, COUNT(*) AS people, MAX(last_name) AS last FROM employees GROUP BY gender, year WITH ROLLUP HAVING COUNT(*) > 0;
