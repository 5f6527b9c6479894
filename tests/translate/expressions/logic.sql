n = 1
n = '1'
n = '1abc'
n <> m
n != m
n < m
n <= 5
n >= '5'
n > 1.5
price = 1.50
price > '1'
ratio = 0.1
n <=> m
n <=> NULL
NULL <=> NULL
NOT n <=> m
n IS NULL
n IS NOT NULL
n IS TRUE
n IS NOT TRUE
n IS FALSE
n IS NOT FALSE
flag IS TRUE
(n > 1) IS UNKNOWN
(n = m) IS NOT TRUE
n AND m
n OR m
n XOR m
NOT n
!n
!flag
n && m
n || m
flag
flag = 1
flag = 0
flag = TRUE
flag <> 1
flag AND n > 1
NOT flag
name AND 1
name OR 0
NOT name
n > 1 AND (m > 1 OR flag)
n > 1 XOR m > 1
NOT (n > 1 AND m > 1)
NOT n = 1
n BETWEEN 1 AND 5
n NOT BETWEEN 1 AND 5
n BETWEEN m AND 10
word BETWEEN 'a' AND 'm'
d BETWEEN '2020-01-01' AND '2024-12-31'
at BETWEEN '2020-01-01' AND '2024-12-31 23:59:59'
n IN (1, 2, 3)
n NOT IN (1, 2, 3)
n IN (1, NULL)
n IN ('1', '2')
n IN (m, 1)
n IN (1.5, -1)
name IN ('abc', 'x')
name NOT IN ('abc', '')
name IN (1, 2)
word IN ('abc', 'ABC')
word NOT IN ('abc')
state IN ('new', 'open')
state NOT IN ('closed')
d IN ('2020-01-31', '2024-02-29')
(n, m) = (1, 2)
(n, m) <> (1, 2)
(n, m) IN ((1, 2), (3, 4))
ROW(n, 1) = ROW(m, 1)
name = 'ABC'
name = 'abc'
name <> 'Abc'
name = n
name = 12
name > 5
name = ''
name <=> NULL
word = 'abc'
word = 'ABC'
word <> 'abc'
word = name
word > 'B'
'a' = 'A'
'a' = 'b'
1 = 1
1 = '1'
NULL = NULL
'' = 0
BINARY name = 'abc'
BINARY 'a' = 'A'
name = BINARY 'abc'
name COLLATE utf8mb4_bin = 'abc'
word COLLATE utf8mb4_general_ci = 'ABC'
state = 'new'
state = 'NEW'
state = 'open'
state <> 'closed'
state = 2
state > 1
state IS NULL
state = word
state = ''
tags = 'a,b'
tags = ''
FIND_IN_SET('a', tags)
FIND_IN_SET('b', csv)
FIND_IN_SET('B', csv)
FIND_IN_SET(name, 'abc,12abc')
FIND_IN_SET('b', csv) > 0
d = '2020-01-31'
d > '2020-1-1'
d = 20200131
d < at
d = DATE '2020-01-31'
at > d
at = '2024-02-29 12:34:56'
at > '2024-02-29'
at >= TIMESTAMP '2024-02-29 00:00:00'
seen > '2021-01-01'
seen = at
seen IS NULL
clock > '12:00'
clock = '12:34:56'
clock > '12:00:00'
fine > at
y = 2024
y > '2000'
name LIKE 'a%'
name LIKE 'A_C'
name NOT LIKE '%b%'
word LIKE 'a%'
word LIKE 'A%'
name LIKE BINARY 'A%'
name LIKE '%!%%' ESCAPE '!'
name LIKE '50\%'
name LIKE 'a\_b'
name LIKE ''
name LIKE '%'
n LIKE '1%'
name REGEXP '^[a-z]+$'
name RLIKE 'B'
name NOT REGEXP '[0-9]'
word REGEXP '^A'
word REGEXP 'b$'
name REGEXP '^(abc|x)$'
name REGEXP '[[:digit:]]+'
name REGEXP '^.{3}$'
REGEXP_REPLACE(name, '[0-9]+', '#')
n = m = 1
(n = m) = flag
n = m IS NULL
CASE WHEN n > 1 THEN 'big' WHEN n = 1 THEN 'one' ELSE 'small' END
CASE n WHEN 1 THEN 'one' WHEN 2 THEN 'two' END
CASE name WHEN 'ABC' THEN 1 WHEN '' THEN 2 ELSE 3 END
CASE state WHEN 'new' THEN 1 WHEN 'closed' THEN 2 ELSE 0 END
CASE WHEN n THEN 1 ELSE 0 END
CASE WHEN flag THEN name ELSE n END
CASE WHEN flag THEN price ELSE n END
CASE WHEN n > 1 THEN d END
CASE WHEN n > 1 THEN d ELSE at END
CASE WHEN n > 1 THEN n > 2 ELSE 7 END
CASE WHEN n IS NULL THEN NULL ELSE 1 END
CASE flag WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END
CASE WHEN n = 1 THEN state ELSE 'other' END
IF(n, 'yes', 'no')
IF(n > 1, n, m)
IF(flag, 1, 0)
IF(name, 1, 0)
IF(n IS NULL, 'none', n)
IF(name = 'abc', word, name)
IF(n > 1, 1.5, 2)
IF(d > '2020-01-01', d, NULL)
IFNULL(n, 0)
IFNULL(n, 'none')
IFNULL(name, 'none')
IFNULL(price, 0)
IFNULL(d, '1970-01-01')
IFNULL(state, 'none')
IFNULL(NULL, n)
COALESCE(n, m, 0)
COALESCE(name, word, '')
COALESCE(NULL, NULL)
COALESCE(n, price)
COALESCE(d, at)
NULLIF(n, 1)
NULLIF(name, '')
NULLIF(name, 'ABC')
NULLIF(n, '1')
NULLIF(state, 'new')
ISNULL(n)
ISNULL(name)
NOT ISNULL(n)
TRUE
FALSE
NOT TRUE
TRUE AND n
n > 1 = TRUE
(n > 1) = 1
(n > 1) + 1
(n > 1) = (m > 1)
n IS NULL = 1
n IN (1) = 1
doc IS NULL
JSON_VALID(doc)
doc->'$.a' = 1
n BETWEEN 1 AND 5 AND m > 1
n = 1 OR n = 2 AND m = 1
(n = 1 OR n = 2) AND m = 1
INTERVAL(n, 1, 10)
raw = 'abc'
raw = x'616263'
raw IS NULL
HEX(raw)
LENGTH(raw)
MD5(raw)
CAST(raw AS CHAR)
flag = b'1'
bits = 0x05
IF(b'0', 1, 2)
