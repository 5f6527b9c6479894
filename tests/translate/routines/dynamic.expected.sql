-- warning line 7: gone: user variable @gone is not seen outside of the procedure
-- warning line 9: gone: each piece of the prepared text is taken for one name, or for a number
-- warning line 28: of_log: user variable @s is the setting mysql.s
-- warning line 28: of_log: called as SELECT * FROM of_log(…): it returns its rows as a table
-- warning line 31: of_log: each piece of the prepared text is taken for one name, or for a number
-- error line 37: of_text: dynamic sql (prepare) with a value that may be more than a number
-- error line 44: of_changed: dynamic sql (prepare) of what is assigned to
-- error line 50: joined_names: dynamic sql (prepare)
CREATE PROCEDURE gone(t varchar, c varchar, n bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    gone text;
BEGIN
    EXECUTE format('DELETE FROM %I WHERE %I.%I = %s', t, t, c, n);
END
$cfdb$;
REVOKE ALL ON PROCEDURE gone(varchar, varchar, bigint) FROM PUBLIC;
CREATE PROCEDURE gone_everywhere(n bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    t varchar(30);
    c varchar(30);
    done integer := 0;
    every refcursor;
BEGIN
    OPEN every NO SCROLL FOR SELECT extension.table_name, extension.join_name FROM extension ORDER BY extension.id;
    <<each_one>>
    LOOP
        FETCH every INTO t, c;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF done <> 0 THEN
            EXIT each_one;
        END IF;
        CALL gone(t, c, n);
    END LOOP;
    CLOSE every;
END
$cfdb$;
REVOKE ALL ON PROCEDURE gone_everywhere(bigint) FROM PUBLIC;
CREATE FUNCTION of_log(n integer) RETURNS TABLE (said text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    BEGIN
        EXECUTE format('DELETE FROM %I WHERE %I = %s', 'Log', 'order', n);
    EXCEPTION
        WHEN OTHERS THEN
            RETURN QUERY SELECT 'not done'::text AS said;
    END;
END
$cfdb$;
REVOKE ALL ON FUNCTION of_log(integer) FROM PUBLIC;
CREATE PROCEDURE of_text(n varchar) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'of_text is not carried over from MySQL: dynamic sql (prepare) with a value that may be more than a number';
END
$cfdb$;
CREATE PROCEDURE of_changed(n integer) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'of_changed is not carried over from MySQL: dynamic sql (prepare) of what is assigned to';
END
$cfdb$;
CREATE PROCEDURE joined_names(t varchar, n integer) LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'joined_names is not carried over from MySQL: dynamic sql (prepare)';
END
$cfdb$;
