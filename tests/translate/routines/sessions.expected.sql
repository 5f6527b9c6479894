-- warning line 6: note_ai: user variable @no_triggers is the setting mysql.no_triggers
-- warning line 6: note_ai: user variable @who is the setting mysql.who
-- warning line 12: quiet_on: user variable @no_triggers is the setting mysql.no_triggers
-- warning line 13: quiet_off: user variable @no_triggers is the setting mysql.no_triggers
-- warning line 14: login: user variable @who is the setting mysql.who
-- warning line 16: locally: user variable @total is not seen outside of the procedure
-- warning line 16: locally: user variable @bigger is not seen outside of the procedure
-- warning line 16: locally: user variable @label is not seen outside of the procedure
-- warning line 25: next_ticket: user variable @ticket is the setting mysql.ticket
-- warning line 26: next_ticket: a text is taken for the number that it begins with, else for 0
-- warning line 30: fixed_statement: user variable @sql is not seen outside of the procedure
-- warning line 30: fixed_statement: user variable @i is not seen outside of the procedure
-- warning line 30: fixed_statement: user variable @q is not seen outside of the procedure
-- error line 40: dynamic_table: dynamic sql (prepare)
-- warning line 44: take: commits by itself: to be called outside of a transaction, and with its caller's rights
-- warning line 58: take_or_fail: commits by itself: to be called outside of a transaction, and with its caller's rights
-- warning line 71: add_both: commits by itself: to be called outside of a transaction, and with its caller's rights
CREATE PROCEDURE quiet_on() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    PERFORM set_config('mysql.no_triggers', CAST(1 AS text), false);
END
$cfdb$;
REVOKE ALL ON PROCEDURE quiet_on() FROM PUBLIC;
CREATE PROCEDURE quiet_off() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    PERFORM set_config('mysql.no_triggers', CAST(NULL AS text), false);
END
$cfdb$;
REVOKE ALL ON PROCEDURE quiet_off() FROM PUBLIC;
CREATE PROCEDURE login(p_name varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    PERFORM set_config('mysql.who', CAST(p_name AS text), false);
END
$cfdb$;
REVOKE ALL ON PROCEDURE login(varchar) FROM PUBLIC;
CREATE PROCEDURE locally(p_a integer, OUT p_sum integer, OUT p_text varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    total bigint;
    bigger bigint;
    label text;
BEGIN
    total := 0;
    total := total + p_a;
    bigger := total + 5;
    p_sum := total + bigger;
    label := 'n' || p_sum::text;
    p_text := label;
END
$cfdb$;
REVOKE ALL ON PROCEDURE locally(integer, integer, varchar) FROM PUBLIC;
CREATE FUNCTION next_ticket() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    PERFORM set_config('mysql.ticket', CAST((COALESCE(substring(COALESCE(NULLIF(current_setting('mysql.ticket', true), ''), '0') FROM '^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)'), CASE WHEN COALESCE(NULLIF(current_setting('mysql.ticket', true), ''), '0') IS NOT NULL THEN '0' END)::double precision + 1)::text AS text), false);
    RETURN COALESCE(substring(NULLIF(current_setting('mysql.ticket', true), '') FROM '^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)'), CASE WHEN NULLIF(current_setting('mysql.ticket', true), '') IS NOT NULL THEN '0' END)::double precision;
END
$cfdb$;
REVOKE ALL ON FUNCTION next_ticket() FROM PUBLIC;
CREATE PROCEDURE fixed_statement(p_id integer, p_qty integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    sql text;
    i bigint;
    q bigint;
BEGIN
    i := p_id;
    q := p_qty;
    INSERT INTO stock (id, qty) VALUES (i, q);
END
$cfdb$;
REVOKE ALL ON PROCEDURE fixed_statement(integer, integer) FROM PUBLIC;
CREATE PROCEDURE dynamic_table(p_table varchar) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'dynamic_table is not carried over from MySQL: dynamic sql (prepare)';
END
$cfdb$;
CREATE PROCEDURE take(p_id integer, p_n integer, OUT p_ok integer) LANGUAGE plpgsql AS $cfdb$
DECLARE
    found_v integer;
    v integer := 0;
BEGIN
    UPDATE stock SET qty = qty::bigint - p_n WHERE id = p_id;
    SELECT stock.qty INTO found_v FROM stock WHERE stock.id = p_id;
    IF FOUND THEN
        v := found_v;
    END IF;
    IF v < 0 THEN
        ROLLBACK;
        p_ok := 0;
    ELSE
        COMMIT;
        p_ok := 1;
    END IF;
END
$cfdb$;
CREATE PROCEDURE take_or_fail(p_id integer, p_n integer) LANGUAGE plpgsql AS $cfdb$
DECLARE
    v integer;
BEGIN
    UPDATE stock SET qty = qty::bigint - p_n WHERE id = p_id;
    v := (SELECT stock.qty FROM stock WHERE stock.id = p_id);
    IF v < 0 THEN
        ROLLBACK;
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'not enough';
    END IF;
    COMMIT;
END
$cfdb$;
CREATE PROCEDURE add_both(p_a integer, p_b integer, OUT p_done integer) LANGUAGE plpgsql AS $cfdb$
DECLARE
    failed integer := 0;
BEGIN
    BEGIN
        INSERT INTO stock (id, qty) VALUES (p_a, 0);
    EXCEPTION
        WHEN OTHERS THEN
            failed := 1;
    END;
    BEGIN
        INSERT INTO stock (id, qty) VALUES (p_b, 0);
    EXCEPTION
        WHEN OTHERS THEN
            failed := 1;
    END;
    IF failed <> 0 THEN
        ROLLBACK;
        p_done := 0;
    ELSE
        COMMIT;
        p_done := 1;
    END IF;
END
$cfdb$;
CREATE PROCEDURE truncated() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    TRUNCATE note RESTART IDENTITY;
END
$cfdb$;
REVOKE ALL ON PROCEDURE truncated() FROM PUBLIC;
CREATE FUNCTION note_ai() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF NULLIF(current_setting('mysql.no_triggers', true), '') IS NULL THEN
        new.body := upper(new.body);
    END IF;
    new.by_whom := NULLIF(current_setting('mysql.who', true), '');
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER note_ai BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION note_ai();
