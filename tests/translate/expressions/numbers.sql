n + 1
n - m
n * m
n + big
price * n
price + ratio
n / m
n / 0
n / 3
price / 7
price / n
ratio / 3
n DIV m
n DIV 0
price DIV 3
n % m
n MOD 3
price % 3
MOD(n, 0)
ratio % 2
-n
- -n
-price
+n
(n + 1) * 2
n - (m - 1)
n / m * m
1 / 3 * 3
(n + m) / 2
10 / 4
7 DIV 2
-7 DIV 2
-7 % 3
1.5 + 2
1e2 + 1
small * 1000
small + small
flag + 1
u + 1
y + 1
big * 1
'3' + 4
'12abc' + 1
name + 0
name * 2
name + n
word - 1
'abc' + 1
'1e2' + 1
'.5' + 1
'' + 1
-'5'
n & 3
flag | 2
1 << 3
8 >> 1
id << 2
id & ~1
u & 7
(u & 4) > 0
id | u
1 << id
ABS(n)
ABS(price)
ABS(ratio)
ABS(name)
CEIL(price)
CEILING(ratio)
CEIL(n)
FLOOR(price)
FLOOR(ratio)
FLOOR(-1.5)
ROUND(price)
ROUND(price, 1)
ROUND(price, -1)
ROUND(n, -1)
ROUND(ratio, 2)
ROUND(ratio)
ROUND(n)
ROUND(2.5)
ROUND(-2.5)
ROUND(price, 5)
ROUND(n / 3, 2)
ROUND(price * 1.1, 2)
TRUNCATE(price, 1)
TRUNCATE(ratio, 1)
TRUNCATE(n, -1)
TRUNCATE(-1.999, 1)
SIGN(n)
SIGN(price)
SQRT(n)
SQRT(ABS(n))
POW(n, 2)
POWER(2, small)
EXP(1)
LN(n)
LOG(n)
LOG10(100)
LOG2(8)
LOG(2, 8)
MOD(n, 7)
MOD(price, 2)
PI()
SIN(1)
COS(n)
TAN(1)
ATAN(1)
ATAN2(1, 2)
ATAN(1, 2)
ASIN(0.5)
ACOS(n)
COT(1)
DEGREES(PI())
RADIANS(180)
GREATEST(n, m)
GREATEST(n, 5, m)
LEAST(n, m)
LEAST(price, n)
GREATEST(d, '2020-01-01')
GREATEST(word, 'm')
LEAST(1, 2.5)
GREATEST('10', 9)
BIT_COUNT(id)
BIT_COUNT(255)
0x41 + 0
0x1F
b'101' + 0
0b11
9223372036854775807
1.10
.5
price * 0.19
n * 1.5
(price - 1) * (price + 1)
ROUND(price / 3 * 2, 2)
n > m OR m > n
(n > 1) + (m > 1)
(n = m) * 5
n * (flag = 1)
IF(n > 0, n, -n)
COALESCE(n, 0) + COALESCE(m, 0)
n + NULL
NULL / 2
NULL % 2
NULL DIV 2
FORMAT(price, 2)
FORMAT(big, 0)
FORMAT(n, 1)
FORMAT(1234567.891, 2)
HEX(n)
HEX(255)
BIN(12)
BIN(id)
CONCAT(n, '')
CONCAT(price)
CONCAT(n / 3)
CONCAT(price * 2)
CONCAT(flag, '-', u)
CAST(n AS CHAR)
CAST(price AS CHAR)
CAST(price AS SIGNED)
CAST(ratio AS SIGNED)
CAST(name AS SIGNED)
CAST('12.9' AS SIGNED)
CAST(1.5 AS SIGNED)
CAST(-1.5 AS SIGNED)
CAST('-7x' AS SIGNED)
CAST(name AS DECIMAL(10,2))
CAST(n AS DECIMAL(10,2))
CAST(price AS DECIMAL(10,1))
CAST(ratio AS DECIMAL(12,3))
CAST('1.239' AS DECIMAL(5,2))
CAST(n AS DOUBLE)
CAST(ABS(n) AS UNSIGNED)
CAST('5' AS UNSIGNED)
CAST(name AS CHAR(2))
CONVERT(n, CHAR)
CONVERT(price, SIGNED)
CAST(d AS SIGNED)
CAST(at AS SIGNED)
CAST(flag AS CHAR)
CAST(y AS CHAR)
CAST(bits AS SIGNED)
bits + 0
bits = 5
bits = b'0101'
bits <> 0
state + 0
CAST(state AS CHAR)
CAST(state AS SIGNED)
CAST(n > 1 AS CHAR)
n + 2147483647
n * 2147483647
315360000 * 10
SIGN(name)
ROUND(name, 1)
1 - 1 - 1
100 / 10 / 2
n - -1
2 * (3 + n)
n % 5 % 3
-(n + m)
-ratio
n = 1 + 1
u | 8
u ^ 5
ROUND(ratio * 1.07, 2)
ROUND(ratio, -1)
TRUNCATE(ratio, 3)
ROUND(2.675e0, 2)
u & 0xFF
u & b'111'
CAST(2.5e0 AS SIGNED)
CAST(3.5e0 AS SIGNED)
