-- warning line 43: f5: a text is taken for the number that it begins with, else for 0
-- warning line 45: f7: texts are compared with their case, which MySQL does not tell apart here
-- warning line 49: p6: what a called procedure has done before it fails is undone, mysql keeps it
CREATE PROCEDURE p1(OUT a integer, OUT b integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    x integer := 5;
    y integer := x + 1;
BEGIN
    x := x + 1;
    y := x;
    a := x;
    b := y;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p1(integer, integer) FROM PUBLIC;
CREATE PROCEDURE p2(OUT r varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
<<exit_block>>
BEGIN
    BEGIN
        INSERT INTO hist (what) VALUES ('one');
    EXCEPTION
        WHEN OTHERS THEN
            INSERT INTO hist (what) VALUES ('h');
            r := 'caught';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO acc (id, bal, name) VALUES (1, 1, 'a');
    EXCEPTION
        WHEN unique_violation THEN
            r := 'dup';
        WHEN OTHERS THEN
            INSERT INTO hist (what) VALUES ('h');
            r := 'caught';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO acc (id, bal, name) VALUES (1, 1, 'a');
    EXCEPTION
        WHEN unique_violation THEN
            r := 'dup';
        WHEN OTHERS THEN
            INSERT INTO hist (what) VALUES ('h');
            r := 'caught';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO hist (what) VALUES ('two');
    EXCEPTION
        WHEN unique_violation THEN
            r := 'dup';
        WHEN OTHERS THEN
            INSERT INTO hist (what) VALUES ('h');
            r := 'caught';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO acc (id, bal, name) VALUES (NULL, 1, 'a');
    EXCEPTION
        WHEN OTHERS THEN
            INSERT INTO hist (what) VALUES ('h');
            r := 'caught';
            EXIT exit_block;
    END;
    r := 'end';
END
$cfdb$;
REVOKE ALL ON PROCEDURE p2(varchar) FROM PUBLIC;
CREATE PROCEDURE p3(n integer, OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    r := 0;
    WHILE n > 0 LOOP
        BEGIN
            n := n - 1;
        EXCEPTION
            WHEN OTHERS THEN
                r := -1;
        END;
        IF n = 2 THEN
            BEGIN
                RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'Unhandled user-defined exception condition';
            EXCEPTION
                WHEN OTHERS THEN
                    r := -1;
            END;
        END IF;
        IF r >= 0 THEN
            BEGIN
                r := r + 1;
            EXCEPTION
                WHEN OTHERS THEN
                    r := -1;
            END;
        END IF;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p3(integer, integer) FROM PUBLIC;
CREATE FUNCTION f1(n integer) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    s varchar(3);
BEGIN
    s := left(n::text || 'abc', 3);
    RETURN CASE WHEN n > 5 THEN s ELSE NULL END;
END
$cfdb$;
REVOKE ALL ON FUNCTION f1(integer) FROM PUBLIC;
CREATE FUNCTION f2(d timestamp) RETURNS varchar LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN EXTRACT(YEAR FROM d)::integer::text || '-' || EXTRACT(MONTH FROM d)::integer::text || ' ' || to_char(d, 'FMDay');
END
$cfdb$;
REVOKE ALL ON FUNCTION f2(timestamp) FROM PUBLIC;
CREATE FUNCTION f3(a numeric, b numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    a := a::numeric(10,2);
    b := b::numeric(10,2);
    DECLARE
        c numeric(12,4) := a * b;
    BEGIN
        c := c / 3;
        RETURN round(c, 1)::numeric(10,2);
    END;
END
$cfdb$;
REVOKE ALL ON FUNCTION f3(numeric, numeric) FROM PUBLIC;
CREATE FUNCTION f4(n integer) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    c integer;
BEGIN
    c := (SELECT count(*) FROM acc WHERE acc.bal > n);
    RETURN c::bigint * 2;
END
$cfdb$;
REVOKE ALL ON FUNCTION f4(integer) FROM PUBLIC;
CREATE FUNCTION f5(s varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer;
BEGIN
    i := COALESCE(substring(s FROM '^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)'), CASE WHEN s IS NOT NULL THEN '0' END)::double precision;
    RETURN i;
END
$cfdb$;
REVOKE ALL ON FUNCTION f5(varchar) FROM PUBLIC;
CREATE FUNCTION f6(x integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF x <> 0 THEN
        RETURN 1;
    ELSIF NOT x <> 0 THEN
        RETURN 0;
    ELSE
        RETURN -1;
    END IF;
END
$cfdb$;
REVOKE ALL ON FUNCTION f6(integer) FROM PUBLIC;
CREATE FUNCTION f7(x varchar, y varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN CASE WHEN x < y THEN -1 WHEN x = y THEN 0 WHEN x > y THEN 1 END;
END
$cfdb$;
REVOKE ALL ON FUNCTION f7(varchar, varchar) FROM PUBLIC;
CREATE FUNCTION f8(x integer) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    r text;
BEGIN
    SELECT string_agg(q.n::text, '-' ORDER BY q.n NULLS FIRST) AS r INTO r FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT x) AS q;
    RETURN r;
END
$cfdb$;
REVOKE ALL ON FUNCTION f8(integer) FROM PUBLIC;
CREATE PROCEDURE p4(INOUT s varchar, t date, OUT u integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    s := upper(s) || '!';
    u := EXTRACT(DAY FROM t)::integer;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p4(varchar, date, integer) FROM PUBLIC;
CREATE PROCEDURE p5(OUT c integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
<<exit_block>>
DECLARE
    v integer;
    c1 refcursor;
BEGIN
    v := 1;
    c := 0;
    OPEN c1 NO SCROLL FOR SELECT acc.id FROM acc WHERE acc.bal >= v;
    LOOP
        FETCH c1 INTO v;
        IF NOT FOUND THEN
            CLOSE c1;
            EXIT exit_block;
        END IF;
        c := c::bigint + v;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p5(integer) FROM PUBLIC;
CREATE PROCEDURE p6(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    CALL p7();
    r := 3;
EXCEPTION
    WHEN SQLSTATE '45000' THEN
        r := 1;
    WHEN OTHERS THEN
        r := 2;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p6(integer) FROM PUBLIC;
CREATE PROCEDURE p7() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'from p7';
END
$cfdb$;
REVOKE ALL ON PROCEDURE p7() FROM PUBLIC;
CREATE PROCEDURE p8(k integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 0;
BEGIN
    WHILE i < k LOOP
        INSERT INTO hist (acc, what) SELECT acc.id, 'i' || i::text AS "CONCAT('i', i)" FROM acc ORDER BY id;
        i := i + 1;
    END LOOP;
    DELETE FROM hist WHERE id IN (SELECT h.id FROM hist AS h LEFT JOIN acc AS a ON a.id = h.acc WHERE a.id IS NULL);
    UPDATE hist SET what = 'first' WHERE id IN (SELECT id FROM hist ORDER BY id LIMIT 1 FOR UPDATE);
END
$cfdb$;
REVOKE ALL ON PROCEDURE p8(integer) FROM PUBLIC;
CREATE PROCEDURE p9(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    ok smallint := 1;
    n integer := 3;
BEGIN
    WHILE ok <> 0 AND n > 0 LOOP
        n := n - 1;
        ok := (n <> 1)::integer;
    END LOOP;
    r := n::bigint * 10 + ok;
END
$cfdb$;
REVOKE ALL ON PROCEDURE p9(integer) FROM PUBLIC;
