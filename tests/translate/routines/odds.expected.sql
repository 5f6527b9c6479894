-- warning line 8: child_bd: it fires for what a foreign key changes, too, MySQL's does not
-- warning line 27: safe_lookup: texts are compared with their case, which MySQL does not tell apart here
-- warning line 35: keep_default: texts are compared with their case, which MySQL does not tell apart here
-- warning line 63: diagnosed: the texts and states of errors are postgresql's
-- error line 77: two_keys: on duplicate key update with several keys
-- error line 80: saved: savepoint in a routine
-- warning line 86: if_exists: texts are compared with their case, which MySQL does not tell apart here
-- warning line 108: refuses: the error's number is in DETAIL
-- warning line 108: refuses: texts are compared with their case, which MySQL does not tell apart here
CREATE PROCEDURE continue_on_error(OUT p_ok integer, OUT p_bad integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 0;
    failed integer := 0;
BEGIN
    p_ok := 0;
    p_bad := 0;
    <<again>>
    LOOP
        BEGIN
            i := i + 1;
        EXCEPTION
            WHEN OTHERS THEN
                failed := 1;
        END;
        IF i > 6 THEN
            EXIT again;
        END IF;
        failed := 0;
        BEGIN
            INSERT INTO t (k, v) VALUES ('k' || (i % 4)::text, i);
        EXCEPTION
            WHEN OTHERS THEN
                failed := 1;
        END;
        IF failed <> 0 THEN
            BEGIN
                p_bad := p_bad + 1;
            EXCEPTION
                WHEN OTHERS THEN
                    failed := 1;
            END;
            CONTINUE again;
        END IF;
        BEGIN
            p_ok := p_ok + 1;
        EXCEPTION
            WHEN OTHERS THEN
                failed := 1;
        END;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE continue_on_error(integer, integer) FROM PUBLIC;
CREATE FUNCTION safe_lookup(p_k varchar) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    r integer := -5;
BEGIN
    SELECT t.v INTO r FROM t WHERE t.k = p_k;
    IF NOT FOUND THEN
        RETURN -1;
    END IF;
    RETURN r;
EXCEPTION
    WHEN OTHERS THEN
        RETURN -2;
END
$cfdb$;
REVOKE ALL ON FUNCTION safe_lookup(varchar) FROM PUBLIC;
CREATE FUNCTION keep_default(p_k varchar) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_r integer;
    r integer := -5;
BEGIN
    SELECT t.v INTO found_r FROM t WHERE t.k = p_k;
    IF FOUND THEN
        r := found_r;
    END IF;
    RETURN r;
END
$cfdb$;
REVOKE ALL ON FUNCTION keep_default(varchar) FROM PUBLIC;
CREATE FUNCTION several_rows() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    r integer;
BEGIN
    BEGIN
        SELECT t.v INTO STRICT r FROM t ORDER BY t.id;
    EXCEPTION
        WHEN no_data_found THEN
            NULL;
    END;
    RETURN r;
END
$cfdb$;
REVOKE ALL ON FUNCTION several_rows() FROM PUBLIC;
CREATE PROCEDURE outer_loops(OUT p_trace varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 0;
    j integer := 0;
BEGIN
    p_trace := '';
    <<outer_l>>
    WHILE i < 4 LOOP
        i := i + 1;
        j := 0;
        <<inner_l>>
        WHILE j < 4 LOOP
            j := j + 1;
            IF j = 2 AND i = 1 THEN
                CONTINUE outer_l;
            END IF;
            IF j = 3 THEN
                EXIT inner_l;
            END IF;
            IF i = 3 THEN
                EXIT outer_l;
            END IF;
            p_trace := p_trace || i::text || j::text || ' ';
        END LOOP;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE outer_loops(varchar) FROM PUBLIC;
CREATE PROCEDURE diagnosed(OUT p_state varchar, OUT p_text varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    returned_sqlstate text;
    message_text text;
BEGIN
    BEGIN
        RAISE EXCEPTION USING ERRCODE = '45123', MESSAGE = 'on purpose';
    EXCEPTION
        WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS returned_sqlstate = RETURNED_SQLSTATE, message_text = MESSAGE_TEXT;
            p_state := returned_sqlstate;
            p_text := message_text;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE diagnosed(varchar, varchar) FROM PUBLIC;
CREATE PROCEDURE shadowed(p_id integer, OUT p_v integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_k varchar(20) := 'k1';
BEGIN
    p_v := p_id::bigint * 2;
    DECLARE
        v_k_2 varchar(20) := 'inner';
    BEGIN
        p_v := p_v::bigint + octet_length(v_k_2);
    END;
    p_v := p_v::bigint + octet_length(v_k);
END
$cfdb$;
REVOKE ALL ON PROCEDURE shadowed(integer, integer) FROM PUBLIC;
CREATE PROCEDURE two_keys(p_a integer, p_b integer) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'two_keys is not carried over from MySQL: on duplicate key update with several keys';
END
$cfdb$;
CREATE PROCEDURE one_of_two_keys(p_a integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO u (a, c) VALUES (p_a, 1) ON CONFLICT (a) DO UPDATE SET c = u.c + 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE one_of_two_keys(integer) FROM PUBLIC;
CREATE PROCEDURE replaced(p_a integer, p_b integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM u WHERE (a = p_a) OR (b = p_b);
    INSERT INTO u (a, b, c) VALUES (p_a, p_b, 100);
    DELETE FROM u WHERE (a = p_a + 1) OR (b = p_b + 1);
    INSERT INTO u (a, b, c) VALUES (p_a + 1, p_b + 1, 200);
END
$cfdb$;
REVOKE ALL ON PROCEDURE replaced(integer, integer) FROM PUBLIC;
CREATE PROCEDURE saved() LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'saved is not carried over from MySQL: savepoint in a routine';
END
$cfdb$;
CREATE PROCEDURE warned() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RAISE WARNING USING ERRCODE = '01000', MESSAGE = 'careful';
    INSERT INTO gone (what) VALUES ('warned');
END
$cfdb$;
REVOKE ALL ON PROCEDURE warned() FROM PUBLIC;
CREATE FUNCTION calls_function(n integer) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN keep_default('k' || n::text)::bigint + safe_lookup('k2');
END
$cfdb$;
REVOKE ALL ON FUNCTION calls_function(integer) FROM PUBLIC;
CREATE PROCEDURE nothing() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    NULL;
END
$cfdb$;
REVOKE ALL ON PROCEDURE nothing() FROM PUBLIC;
CREATE PROCEDURE if_exists(p_k varchar, OUT r varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF EXISTS (SELECT 1 FROM t WHERE t.k = p_k) THEN
        r := 'yes';
    ELSIF p_k IN ('a', 'b') THEN
        r := 'letter';
    ELSIF (SELECT count(*) FROM t) > 100 THEN
        r := 'full';
    ELSE
        r := 'no';
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE if_exists(varchar, varchar) FROM PUBLIC;
CREATE PROCEDURE scratch(OUT n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    CREATE TEMPORARY TABLE numbers (n integer NOT NULL, label varchar(10), PRIMARY KEY (n));
    INSERT INTO numbers (n, label) VALUES (1, 'a'), (2, 'b');
    SELECT sum(numbers.n) AS n INTO n FROM numbers;
    DROP TABLE pg_temp.numbers;
END
$cfdb$;
REVOKE ALL ON PROCEDURE scratch(integer) FROM PUBLIC;
CREATE PROCEDURE scratch_copy(OUT n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DROP TABLE IF EXISTS pg_temp.copied;
    CREATE TEMPORARY TABLE IF NOT EXISTS copied AS SELECT t.id::integer AS id, t.v::integer AS v FROM t WHERE t.v > 1;
    DELETE FROM copied WHERE v = 3;
    SELECT count(*) AS n INTO n FROM copied;
    DROP TABLE IF EXISTS pg_temp.copied;
END
$cfdb$;
REVOKE ALL ON PROCEDURE scratch_copy(integer) FROM PUBLIC;
CREATE FUNCTION child_bd() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO gone (what) VALUES ('child ' || old.id::text);
    RETURN OLD;
END
$cfdb$;
CREATE TRIGGER child_bd BEFORE DELETE ON child FOR EACH ROW EXECUTE FUNCTION child_bd();
CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF new.name = '' THEN
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'a name is needed', DETAIL = 'MYSQL_ERRNO ' || '1644';
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER refuses BEFORE UPDATE ON parent FOR EACH ROW EXECUTE FUNCTION refuses();
CREATE FUNCTION locked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    n integer;
BEGIN
    SELECT count(*) AS n INTO n FROM parent;
    IF n > 5 THEN
        new.what := 'full';
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER locked BEFORE INSERT ON gone FOR EACH ROW EXECUTE FUNCTION locked();
