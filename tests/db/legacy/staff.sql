-- Who works where, since when, and for how much: histories with keys of two and three columns, and a day without end.
CREATE TABLE employees (
  emp_no int NOT NULL,
  born date NOT NULL,
  given_name varchar(20) NOT NULL,
  family_name varchar(20) NOT NULL,
  gender enum('F','M','X') NOT NULL,
  hired date NOT NULL,
  mentor int DEFAULT NULL,
  PRIMARY KEY (emp_no),
  KEY by_name (family_name, given_name),
  CONSTRAINT mentor_works_here FOREIGN KEY (mentor) REFERENCES employees (emp_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE departments (
  dept_no char(4) NOT NULL,
  label varchar(40) NOT NULL,
  PRIMARY KEY (dept_no),
  UNIQUE KEY (label)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE dept_emp (
  emp_no int NOT NULL,
  dept_no char(4) NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL DEFAULT '9999-01-01',
  PRIMARY KEY (emp_no, dept_no, from_date),
  KEY (dept_no),
  CONSTRAINT seat_of FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE,
  CONSTRAINT seat_in FOREIGN KEY (dept_no) REFERENCES departments (dept_no) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE dept_manager (
  dept_no char(4) NOT NULL,
  emp_no int NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  PRIMARY KEY (dept_no, from_date),
  CONSTRAINT head_of FOREIGN KEY (dept_no) REFERENCES departments (dept_no),
  CONSTRAINT head_is FOREIGN KEY (emp_no) REFERENCES employees (emp_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE titles (
  emp_no int NOT NULL,
  title varchar(50) NOT NULL,
  from_date date NOT NULL,
  to_date date DEFAULT NULL,
  PRIMARY KEY (emp_no, title, from_date),
  CONSTRAINT title_of FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE salaries (
  emp_no int NOT NULL,
  amount int NOT NULL,
  bonus decimal(9,3) DEFAULT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  PRIMARY KEY (emp_no, from_date),
  CONSTRAINT paid_to FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE VIEW current_pay AS
  SELECT e.emp_no, e.family_name, d.label, s.amount
  FROM employees e
  JOIN dept_emp de ON de.emp_no = e.emp_no AND de.to_date = '9999-01-01'
  JOIN departments d ON d.dept_no = de.dept_no
  JOIN salaries s ON s.emp_no = e.emp_no AND s.to_date = '9999-01-01';
