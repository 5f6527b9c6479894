-- warning line 32: case_fn: texts are compared with their case, which MySQL does not tell apart here
CREATE FUNCTION "Twice"(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN n::bigint * 2;
END
$cfdb$;
REVOKE ALL ON FUNCTION "Twice"(integer) FROM PUBLIC;
CREATE FUNCTION uses(n integer) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN "Twice"(n::smallint)::bigint + "Twice"(n::smallint);
END
$cfdb$;
REVOKE ALL ON FUNCTION uses(integer) FROM PUBLIC;
CREATE PROCEDURE big(OUT r bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    a integer := 100000;
    b integer := 100000;
BEGIN
    r := a::bigint * b;
END
$cfdb$;
REVOKE ALL ON PROCEDURE big(bigint) FROM PUBLIC;
CREATE PROCEDURE tiny(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    a smallint := 120;
    b smallint := 120;
    i smallint := 30000;
BEGIN
    r := a::bigint * b * i;
END
$cfdb$;
REVOKE ALL ON PROCEDURE tiny(integer) FROM PUBLIC;
CREATE PROCEDURE multi(a integer, b integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE t SET v = q.new_1 FROM (SELECT x.id AS key_1, y.v + 1 AS new_1 FROM t AS x, t AS y WHERE x.id = a AND y.id = b) AS q WHERE t.id = q.key_1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE multi(integer, integer) FROM PUBLIC;
CREATE PROCEDURE del(a integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM t WHERE id IN (SELECT t.id FROM t JOIN t AS o ON o.id = t.id + 1 WHERE o.v > a);
END
$cfdb$;
REVOKE ALL ON PROCEDURE del(integer) FROM PUBLIC;
CREATE PROCEDURE wait_for(n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    done integer := 0;
BEGIN
    LOOP
        n := n - 1;
        IF n < 0 THEN
            done := 1;
        END IF;
        EXIT WHEN done <> 0;
    END LOOP;
    INSERT INTO t (v, w) VALUES (n, 'end');
END
$cfdb$;
REVOKE ALL ON PROCEDURE wait_for(integer) FROM PUBLIC;
CREATE PROCEDURE handler_continue(OUT r varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_r text;
BEGIN
    SELECT t.w INTO found_r FROM t WHERE t.id = -1;
    IF FOUND THEN
        r := found_r;
    ELSE
        r := COALESCE(r, '') || 'nf ';
    END IF;
    BEGIN
        SELECT t.w INTO STRICT r FROM t WHERE t.v = -999;
    EXCEPTION
        WHEN no_data_found THEN
            r := COALESCE(r, '') || 'nf ';
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE handler_continue(varchar) FROM PUBLIC;
CREATE PROCEDURE nf_update(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    r := 0;
    UPDATE t SET v = 1 WHERE id = -5;
    DELETE FROM t WHERE id = -5;
END
$cfdb$;
REVOKE ALL ON PROCEDURE nf_update(integer) FROM PUBLIC;
CREATE PROCEDURE insert_nf(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    r := 0;
    INSERT INTO t (v) SELECT t.v FROM t WHERE t.id = -5;
    UPDATE t SET v = (SELECT z.v FROM t AS z WHERE z.id = -5) WHERE t.id = -7;
END
$cfdb$;
REVOKE ALL ON PROCEDURE insert_nf(integer) FROM PUBLIC;
CREATE FUNCTION now_fn() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN (LOCALTIMESTAMP(0) IS NOT NULL)::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION now_fn() FROM PUBLIC;
CREATE FUNCTION case_fn(x varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    CASE
        WHEN x = 'a' THEN
            RETURN 1;
        WHEN x = NULL THEN
            RETURN 2;
        ELSE
            RETURN 3;
    END CASE;
END
$cfdb$;
REVOKE ALL ON FUNCTION case_fn(varchar) FROM PUBLIC;
CREATE PROCEDURE comments(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    r := 1;
    r := r + 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE comments(integer) FROM PUBLIC;
CREATE PROCEDURE for_range(OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    r := 0;
    FOR i IN 1..4 LOOP
        r := r::bigint + i;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE for_range(integer) FROM PUBLIC;
CREATE FUNCTION t_bi() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.w := COALESCE(new.w, 'n' || "Twice"(new.v::smallint)::text);
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION t_bi();
