-- warning line 13: initials: texts are compared with their case, which MySQL does not tell apart here
-- warning line 35: gcd: a division by 0 is NULL, where a strict mysql raises an error
-- warning line 73: slug: texts are compared with their case, which MySQL does not tell apart here
CREATE FUNCTION hello(who varchar) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN 'Hello, ' || who || '!';
END
$cfdb$;
REVOKE ALL ON FUNCTION hello(varchar) FROM PUBLIC;
CREATE FUNCTION initials(full_name varchar) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    rest varchar(100) := btrim(full_name);
    result varchar(10) := '';
    at integer;
BEGIN
    WHILE octet_length(rest) > 0 LOOP
        result := result || upper(left(rest, 1));
        at := strpos(rest, ' ');
        IF at = 0 THEN
            rest := '';
        ELSE
            rest := ltrim(substr(rest, CASE WHEN at + 1 > 0 THEN at + 1 WHEN at + 1 = 0 OR -(at + 1) > char_length(rest) THEN char_length(rest) + 1 ELSE char_length(rest) + (at + 1) + 1 END));
        END IF;
    END LOOP;
    RETURN result;
END
$cfdb$;
REVOKE ALL ON FUNCTION initials(varchar) FROM PUBLIC;
CREATE FUNCTION fib(n integer) RETURNS bigint LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    a bigint := 0;
    b bigint := 0;
    c bigint := 0;
    i integer := 1;
BEGIN
    b := 1;
    IF n <= 0 THEN
        RETURN 0;
    END IF;
    <<fib_loop>>
    LOOP
        IF i >= n THEN
            EXIT fib_loop;
        END IF;
        c := a + b;
        a := b;
        b := c;
        i := i + 1;
    END LOOP;
    RETURN b;
END
$cfdb$;
REVOKE ALL ON FUNCTION fib(integer) FROM PUBLIC;
CREATE FUNCTION gcd(a integer, b integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    t integer;
BEGIN
    WHILE b <> 0 LOOP
        t := b;
        b := a % NULLIF(b, 0);
        a := t;
    END LOOP;
    RETURN a;
END
$cfdb$;
REVOKE ALL ON FUNCTION gcd(integer, integer) FROM PUBLIC;
CREATE FUNCTION grade(score numeric) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    score := score::numeric(5,2);
    DECLARE
        g varchar(1);
    BEGIN
        CASE
            WHEN score >= 90 THEN
                g := 'A';
            WHEN score >= 75 THEN
                g := 'B';
            WHEN score >= 50 THEN
                g := 'C';
            ELSE
                g := 'F';
        END CASE;
        RETURN g;
    END;
END
$cfdb$;
REVOKE ALL ON FUNCTION grade(numeric) FROM PUBLIC;
CREATE FUNCTION weekday_name(d integer) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    CASE
        WHEN d = 1 THEN
            RETURN 'Mon';
        WHEN d = 2 THEN
            RETURN 'Tue';
        ELSE
            NULL;
    END CASE;
    RETURN 'other';
END
$cfdb$;
REVOKE ALL ON FUNCTION weekday_name(integer) FROM PUBLIC;
CREATE FUNCTION odd_sum(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 0;
    s integer := 0;
BEGIN
    <<l>>
    LOOP
        i := i + 1;
        IF i % 2 = 0 THEN
            CONTINUE l;
        END IF;
        s := s::bigint + i;
        EXIT WHEN i >= n;
    END LOOP;
    RETURN s;
END
$cfdb$;
REVOKE ALL ON FUNCTION odd_sum(integer) FROM PUBLIC;
CREATE FUNCTION slug(t varchar) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 1;
    c varchar(1);
    r varchar(200) := '';
BEGIN
    WHILE i <= char_length(t) LOOP
        c := lower(substr(t, CASE WHEN i > 0 THEN i WHEN i = 0 OR -i > char_length(t) THEN char_length(t) + 1 ELSE char_length(t) + i + 1 END, 1));
        IF c ~* '[a-z0-9]' THEN
            r := r || c;
        ELSIF right(r, 1) <> '-' AND r <> '' THEN
            r := r || '-';
        END IF;
        i := i + 1;
    END LOOP;
    RETURN rtrim(r, '-');
END
$cfdb$;
REVOKE ALL ON FUNCTION slug(varchar) FROM PUBLIC;
CREATE FUNCTION split_part_of(s varchar, n integer) RETURNS varchar LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF n = 1 THEN
        RETURN split_part(s, '-', 1);
    END IF;
    RETURN split_part(array_to_string((string_to_array(s, '-'))[1:2], '-'), '-', -1);
END
$cfdb$;
REVOKE ALL ON FUNCTION split_part_of(varchar, integer) FROM PUBLIC;
CREATE FUNCTION rounding(x numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    x := x::numeric(10,4);
    DECLARE
        y numeric(10,2);
        z integer;
    BEGIN
        y := x * 1.005;
        z := y;
        RETURN (y + z::numeric / 3)::numeric(10,2);
    END;
END
$cfdb$;
REVOKE ALL ON FUNCTION rounding(numeric) FROM PUBLIC;
CREATE FUNCTION depth_of(p_id integer) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_parent integer;
    d integer := 0;
BEGIN
    SELECT category.parent_id INTO v_parent FROM category WHERE category.id = p_id;
    WHILE v_parent IS NOT NULL LOOP
        d := d + 1;
        v_parent := (SELECT category.parent_id FROM category WHERE category.id = v_parent);
    END LOOP;
    RETURN d;
END
$cfdb$;
REVOKE ALL ON FUNCTION depth_of(integer) FROM PUBLIC;
CREATE FUNCTION path_of(p_id integer) RETURNS varchar LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_n text;
    found_cur_id integer;
    path varchar(200) := '';
    n varchar(30);
    cur_id integer := p_id;
BEGIN
    <<walk>>
    LOOP
        n := NULL;
        SELECT category.name, category.parent_id INTO found_n, found_cur_id FROM category WHERE category.id = cur_id;
        IF FOUND THEN
            n := found_n;
            cur_id := found_cur_id;
        END IF;
        IF n IS NULL THEN
            EXIT walk;
        END IF;
        path := '/' || n || path;
        IF cur_id IS NULL THEN
            EXIT walk;
        END IF;
    END LOOP;
    RETURN path;
END
$cfdb$;
REVOKE ALL ON FUNCTION path_of(integer) FROM PUBLIC;
CREATE PROCEDURE factorial(n integer, OUT result bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    inner_result bigint;
BEGIN
    IF n <= 1 THEN
        result := 1;
    ELSE
        CALL factorial(n - 1, inner_result);
        result := n * inner_result;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE factorial(integer, bigint) FROM PUBLIC;
CREATE PROCEDURE swap(INOUT a integer, INOUT b integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    t integer := a;
BEGIN
    a := b;
    b := t;
END
$cfdb$;
REVOKE ALL ON PROCEDURE swap(integer, integer) FROM PUBLIC;
CREATE PROCEDURE use_swap(OUT x integer, OUT y integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    x := 1;
    y := 2;
    CALL swap(x, y);
END
$cfdb$;
REVOKE ALL ON PROCEDURE use_swap(integer, integer) FROM PUBLIC;
CREATE FUNCTION days_late(due date, back timestamp) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF back IS NULL OR due IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN CASE WHEN back::date - due IS NULL THEN NULL ELSE GREATEST(back::date - due, 0) END;
END
$cfdb$;
REVOKE ALL ON FUNCTION days_late(date, timestamp) FROM PUBLIC;
CREATE FUNCTION truthy(a integer, b integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN (a > b)::integer + (a = b)::integer::bigint * 10 + (a <> 0 AND b <> 0)::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION truthy(integer, integer) FROM PUBLIC;
CREATE FUNCTION null_safe(a integer, b integer) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF a IS NOT DISTINCT FROM b THEN
        RETURN 'same';
    ELSIF (a IS NULL) <> (b IS NULL) THEN
        RETURN 'half';
    END IF;
    IF a <> 0 THEN
        RETURN 'a';
    END IF;
    RETURN 'other';
END
$cfdb$;
REVOKE ALL ON FUNCTION null_safe(integer, integer) FROM PUBLIC;
