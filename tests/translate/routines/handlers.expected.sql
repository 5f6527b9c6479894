-- warning line 19: transfer: transaction control is left to the caller: the procedure succeeds or fails as a whole
-- warning line 29: transfer_or_raise: transaction control is left to the caller: the procedure succeeds or fails as a whole
-- warning line 115: divided: a division by 0 is NULL, where a strict mysql raises an error
CREATE PROCEDURE add_account(p_id integer, p_owner varchar, OUT p_result varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO account (id, owner, balance, email) VALUES (p_id, p_owner, 0, NULL);
    p_result := 'added';
EXCEPTION
    WHEN unique_violation THEN
        p_result := 'duplicate';
END
$cfdb$;
REVOKE ALL ON PROCEDURE add_account(integer, varchar, varchar) FROM PUBLIC;
CREATE PROCEDURE transfer(p_from integer, p_to integer, p_amount numeric, OUT p_status integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_amount := p_amount::numeric(10,2);
    BEGIN
        UPDATE account SET balance = balance + p_amount WHERE id = p_to;
        UPDATE account SET balance = balance - p_amount WHERE id = p_from;
        p_status := 0;
    EXCEPTION
        WHEN OTHERS THEN
            p_status := -1;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE transfer(integer, integer, numeric, integer) FROM PUBLIC;
CREATE PROCEDURE transfer_or_raise(p_from integer, p_to integer, p_amount numeric) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_amount := p_amount::numeric(10,2);
    DECLARE
        v_balance numeric(10,2);
    BEGIN
        SELECT account.balance INTO v_balance FROM account WHERE account.id = p_from FOR UPDATE;
        IF v_balance IS NULL THEN
            RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'no such account';
        END IF;
        UPDATE account SET balance = balance + p_amount WHERE id = p_to;
        IF v_balance < p_amount THEN
            RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'insufficient funds';
        END IF;
        UPDATE account SET balance = balance - p_amount WHERE id = p_from;
    EXCEPTION
        WHEN OTHERS THEN
            RAISE;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE transfer_or_raise(integer, integer, numeric) FROM PUBLIC;
CREATE PROCEDURE add_many(OUT p_added integer, OUT p_failed integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    i integer := 1;
BEGIN
    p_added := 0;
    p_failed := 0;
    WHILE i <= 5 LOOP
        BEGIN
            INSERT INTO account (id, owner, balance) VALUES (i, 'owner ' || i::text, i::bigint * 10);
        EXCEPTION
            WHEN integrity_constraint_violation THEN
                p_failed := p_failed + 1;
        END;
        BEGIN
            i := i + 1;
        EXCEPTION
            WHEN integrity_constraint_violation THEN
                p_failed := p_failed + 1;
        END;
    END LOOP;
    BEGIN
        SELECT count(*) AS p_added INTO p_added FROM account;
    EXCEPTION
        WHEN integrity_constraint_violation THEN
            p_failed := p_failed + 1;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE add_many(integer, integer) FROM PUBLIC;
CREATE PROCEDURE keeps_what_was_done(OUT p_msg varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
<<exit_block>>
BEGIN
    BEGIN
        INSERT INTO log (msg) VALUES ('first');
    EXCEPTION
        WHEN OTHERS THEN
            INSERT INTO log (msg) VALUES ('failed');
            p_msg := 'failed';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO account (id, owner, balance, email) VALUES (1, 'again', 0, NULL);
    EXCEPTION
        WHEN OTHERS THEN
            INSERT INTO log (msg) VALUES ('failed');
            p_msg := 'failed';
            EXIT exit_block;
    END;
    BEGIN
        INSERT INTO log (msg) VALUES ('never');
    EXCEPTION
        WHEN OTHERS THEN
            INSERT INTO log (msg) VALUES ('failed');
            p_msg := 'failed';
            EXIT exit_block;
    END;
    p_msg := 'done';
END
$cfdb$;
REVOKE ALL ON PROCEDURE keeps_what_was_done(varchar) FROM PUBLIC;
CREATE PROCEDURE named_conditions(p_case integer, OUT p_what varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
<<exit_block>>
BEGIN
    p_what := 'nothing';
    IF p_case = 1 THEN
        BEGIN
            INSERT INTO account (id, owner, balance, email) VALUES (1, 'x', 0, NULL);
        EXCEPTION
            WHEN unique_violation THEN
                p_what := 'duplicate';
                EXIT exit_block;
            WHEN SQLSTATE '45001' THEN
                p_what := 'too small';
                EXIT exit_block;
            WHEN OTHERS THEN
                p_what := 'something else';
                EXIT exit_block;
        END;
    ELSIF p_case = 2 THEN
        BEGIN
            RAISE EXCEPTION USING ERRCODE = '45001', MESSAGE = 'Unhandled user-defined exception condition';
        EXCEPTION
            WHEN unique_violation THEN
                p_what := 'duplicate';
                EXIT exit_block;
            WHEN SQLSTATE '45001' THEN
                p_what := 'too small';
                EXIT exit_block;
            WHEN OTHERS THEN
                p_what := 'something else';
                EXIT exit_block;
        END;
    ELSIF p_case = 3 THEN
        BEGIN
            INSERT INTO child (id, account_id) VALUES (1, 999);
        EXCEPTION
            WHEN unique_violation THEN
                p_what := 'duplicate';
                EXIT exit_block;
            WHEN SQLSTATE '45001' THEN
                p_what := 'too small';
                EXIT exit_block;
            WHEN OTHERS THEN
                p_what := 'something else';
                EXIT exit_block;
        END;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE named_conditions(integer, varchar) FROM PUBLIC;
CREATE PROCEDURE nested(OUT p_trace varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_trace := 'start';
    BEGIN
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'x';
    EXCEPTION
        WHEN SQLSTATE '45000' THEN
            p_trace := p_trace || ' inner';
            RAISE;
    END;
    p_trace := p_trace || ' unreached';
EXCEPTION
    WHEN OTHERS THEN
        p_trace := p_trace || ' outer';
END
$cfdb$;
REVOKE ALL ON PROCEDURE nested(varchar) FROM PUBLIC;
CREATE PROCEDURE resignal_changed() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO account (id, owner, balance, email) VALUES (1, 'x', 0, NULL);
EXCEPTION
    WHEN OTHERS THEN
        RAISE EXCEPTION USING ERRCODE = '45009', MESSAGE = 'wrapped';
END
$cfdb$;
REVOKE ALL ON PROCEDURE resignal_changed() FROM PUBLIC;
CREATE PROCEDURE not_found_values(p_id integer, OUT p_owner varchar, OUT p_found integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_v_owner text;
    v_owner varchar(30) := 'unknown';
BEGIN
    p_found := 1;
    SELECT account.owner INTO found_v_owner FROM account WHERE account.id = p_id;
    IF FOUND THEN
        v_owner := found_v_owner;
    ELSE
        p_found := 0;
    END IF;
    p_owner := v_owner;
END
$cfdb$;
REVOKE ALL ON PROCEDURE not_found_values(integer, varchar, integer) FROM PUBLIC;
CREATE PROCEDURE too_many(OUT p_owner varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    BEGIN
        SELECT account.owner INTO STRICT p_owner FROM account WHERE account.balance >= 0;
    EXCEPTION
        WHEN no_data_found THEN
            NULL;
    END;
EXCEPTION
    WHEN too_many_rows THEN
        p_owner := 'several';
END
$cfdb$;
REVOKE ALL ON PROCEDURE too_many(varchar) FROM PUBLIC;
CREATE FUNCTION divided(a integer, b integer) RETURNS numeric LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF b = 0 THEN
        RAISE EXCEPTION USING ERRCODE = '22012', MESSAGE = 'b must not be 0';
    END IF;
    RETURN (a::numeric / NULLIF(b, 0))::numeric(10,4);
END
$cfdb$;
REVOKE ALL ON FUNCTION divided(integer, integer) FROM PUBLIC;
CREATE PROCEDURE case_missing(x integer, OUT r integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    CASE
        WHEN x = 1 THEN
            r := 10;
        WHEN x = 2 THEN
            r := 20;
    END CASE;
EXCEPTION
    WHEN case_not_found THEN
        r := -1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE case_missing(integer, integer) FROM PUBLIC;
CREATE PROCEDURE plain_signal() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'Unhandled user-defined exception condition';
END
$cfdb$;
REVOKE ALL ON PROCEDURE plain_signal() FROM PUBLIC;
