CREATE TABLE reading (
    a float, b float(7,3), c double NOT NULL DEFAULT 1.5, d double(10,2), e real, f double precision DEFAULT -0.5,
    g decimal, h decimal(5), i numeric(65,30), j dec(8,2) DEFAULT '12.50', k fixed(4,1), l int(11) DEFAULT '5',
    m integer, n mediumint, o int2, p int8, q middleint
);
