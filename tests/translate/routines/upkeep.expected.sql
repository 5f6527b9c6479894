-- warning line 7: analyzed: analyze table gives no report here
-- warning line 11: optimized: optimize table gives no report here
-- warning line 11: optimized: optimize table only analyzes: what deleted rows leave behind, autovacuum takes away
-- warning line 11: optimized: transaction control is left to the caller: the procedure succeeds or fails as a whole
-- warning line 16: never_right: it fails, as it does in mysql: unknown column socket
-- warning line 22: never_right_but_caught: it fails, as it does in mysql: unknown column socket
-- warning line 31: sum_up: transaction control is left to the caller: the procedure succeeds or fails as a whole
-- warning line 32: sum_up: texts are grouped with their case, which MySQL does not tell apart here
-- error line 42: rounded: unknown column s.rate
-- error line 46: counted_anew: unknown column s.times
-- warning line 50: opened: texts are grouped with their case, which MySQL does not tell apart here
-- warning line 50: opened: texts are compared with their case, which MySQL does not tell apart here
-- warning line 52: take: called as SELECT * FROM take(…): it returns its rows as a table
-- warning line 59: take: transaction control is left to the caller: the procedure succeeds or fails as a whole
-- warning line 60: take: texts are compared with their case, which MySQL does not tell apart here
-- warning line 60: take: which rows are the first ones is by the order of the database's collation
-- error line 70: take_twice: statements behind a commit that a rollback would undo
-- warning line 85: in_strides: called as SELECT * FROM in_strides(…): it returns its rows as a table
-- warning line 91: in_strides: row_count() counts rows that were found, mysql's those that are different now
-- warning line 94: in_strides: its result sets, one each time round, are one
CREATE PROCEDURE analyzed() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    ANALYZE session, used;
END
$cfdb$;
REVOKE ALL ON PROCEDURE analyzed() FROM PUBLIC;
CREATE PROCEDURE optimized() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM session WHERE bytes IS NULL;
    ANALYZE session;
END
$cfdb$;
REVOKE ALL ON PROCEDURE optimized() FROM PUBLIC;
CREATE PROCEDURE never_right(p_user varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO session (who, bytes) VALUES (p_user, 0);
    RAISE EXCEPTION USING ERRCODE = 'undefined_column', MESSAGE = 'unknown column socket';
END
$cfdb$;
REVOKE ALL ON PROCEDURE never_right(varchar) FROM PUBLIC;
CREATE PROCEDURE never_right_but_caught(OUT p_error integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_error := 0;
    BEGIN
        RAISE EXCEPTION USING ERRCODE = 'undefined_column', MESSAGE = 'unknown column socket';
    EXCEPTION
        WHEN OTHERS THEN
            p_error := 1;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE never_right_but_caught(integer) FROM PUBLIC;
CREATE PROCEDURE sum_up(p_day date) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO used (who, day, bytes, average, note) SELECT s.who, s.p_day, s.bytes, s.average, s.note FROM (SELECT session.who, p_day, sum(session.bytes) AS bytes, 1.25 AS average, 'of ' || session.who AS note FROM session GROUP BY session.who) AS s ON CONFLICT (who, day) DO UPDATE SET bytes = used.bytes + excluded.bytes, note = used.note || ', ' || excluded.note;
EXCEPTION
    WHEN OTHERS THEN
        RAISE;
END
$cfdb$;
REVOKE ALL ON PROCEDURE sum_up(date) FROM PUBLIC;
CREATE PROCEDURE sum_up_by_name(p_day date) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO used (who, day, bytes) SELECT q.who, p_day, q.bytes FROM session AS q WHERE q.bytes > 10 AND q.closed IS NULL ON CONFLICT (who, day) DO UPDATE SET bytes = used.bytes * 10 + excluded.bytes;
END
$cfdb$;
REVOKE ALL ON PROCEDURE sum_up_by_name(date) FROM PUBLIC;
CREATE PROCEDURE rounded(p_day date) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'rounded is not carried over from MySQL: unknown column s.rate';
END
$cfdb$;
CREATE PROCEDURE counted_anew() LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'counted_anew is not carried over from MySQL: unknown column s.times';
END
$cfdb$;
CREATE PROCEDURE opened(p_who varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO session (who, bytes, closed) SELECT s.who, s."0 - SUM(bytes)", NULL AS "NULL" FROM (SELECT session.who, 0 - sum(session.bytes) AS "0 - SUM(bytes)", NULL AS "NULL" FROM session WHERE session.who = p_who GROUP BY session.who) AS s;
END
$cfdb$;
REVOKE ALL ON PROCEDURE opened(varchar) FROM PUBLIC;
CREATE FUNCTION take(p_pool varchar, p_owner varchar) RETURNS TABLE (found text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
<<proc>>
DECLARE
    v_found varchar(15);
BEGIN
    SELECT address.ip INTO v_found FROM address WHERE address.pool = p_pool AND address.owner IS NULL ORDER BY ip LIMIT 1 FOR UPDATE;
    IF v_found IS NULL THEN
        EXIT proc;
    END IF;
    UPDATE address SET owner = p_owner, taken = taken + 1 WHERE ip = v_found;
    RETURN QUERY SELECT v_found::text AS found;
EXCEPTION
    WHEN OTHERS THEN
        RAISE;
END
$cfdb$;
REVOKE ALL ON FUNCTION take(varchar, varchar) FROM PUBLIC;
CREATE PROCEDURE take_twice(p_pool varchar, p_owner varchar) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'take_twice is not carried over from MySQL: statements behind a commit that a rollback would undo';
END
$cfdb$;
CREATE FUNCTION in_strides(stride integer) RETURNS TABLE (latest integer, closed_now integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
DECLARE
    row_count bigint := 0;
    a integer;
    z integer;
    updated integer := 0;
BEGIN
    SELECT min(session.id) AS a INTO a FROM session;
    <<strides>>
    LOOP
        z := a::bigint + stride - 1;
        UPDATE session SET closed = DATE '2024-01-01' WHERE id BETWEEN a AND z AND closed IS NULL;
        GET DIAGNOSTICS row_count = ROW_COUNT;
        updated := updated + row_count;
        a := z + 1;
        RETURN QUERY SELECT z::integer AS latest, updated::integer AS closed_now;
        IF a > (SELECT max(session.id) FROM session) THEN
            EXIT strides;
        END IF;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON FUNCTION in_strides(integer) FROM PUBLIC;
CREATE FUNCTION counted_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.n := new.n + 100;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER counted_in BEFORE INSERT ON counted FOR EACH ROW EXECUTE FUNCTION counted_in();
