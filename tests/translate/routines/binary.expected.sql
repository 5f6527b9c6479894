-- warning line 13: properties: texts are compared with their case, which MySQL does not tell apart here
-- warning line 28: names_of: listed is bytea: it holds NUL bytes, which are none of a text
-- warning line 35: names_of: texts are compared with their case, which MySQL does not tell apart here
-- warning line 35: names_of: texts are told apart by their case, which MySQL does not tell apart here
-- warning line 72: place_of: texts are compared with their case, which MySQL does not tell apart here
-- warning line 78: release_of: information_schema.routines is of the database that is connected to, by its name in PostgreSQL
-- warning line 78: release_of: texts are compared with their case, which MySQL does not tell apart here
-- error line 87: kept: a NUL byte in a text
CREATE PROCEDURE properties(p_object varchar, INOUT answer bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_name varchar(30);
    v_value text;
    v_place integer := 0;
    done integer := 0;
    number integer := 0;
    at integer;
    every refcursor;
BEGIN
    answer := substr(COALESCE('\x00'::bytea || answer, '\x'::bytea) || COALESCE('\x00'::bytea || convert_to(p_object, 'UTF8'), '\x'::bytea), 2);
    at := octet_length(answer);
    OPEN every NO SCROLL FOR SELECT property.name, property.place, property.value FROM property WHERE property.object = p_object ORDER BY name, place;
    LOOP
        FETCH every INTO v_name, v_place, v_value;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF NOT done <> 0 THEN
            answer := substr(COALESCE('\x00'::bytea || answer, '\x'::bytea) || COALESCE('\x00'::bytea || convert_to(v_name, 'UTF8'), '\x'::bytea) || COALESCE('\x00'::bytea || convert_to(v_value, 'UTF8'), '\x'::bytea), 2);
            number := number + 1;
        END IF;
        EXIT WHEN done <> 0;
    END LOOP;
    CLOSE every;
    IF number <> 0 THEN
        answer := CASE WHEN (at + 1 < 1 OR at + 1 > octet_length(answer)) AND '\x00'::bytea || convert_to(number::text, 'UTF8') || '\x00'::bytea IS NOT NULL THEN answer ELSE overlay(answer PLACING '\x00'::bytea || convert_to(number::text, 'UTF8') || '\x00'::bytea FROM at + 1 FOR 1) END;
    ELSE
        answer := substr(COALESCE('\x00'::bytea || answer, '\x'::bytea) || '\x00'::bytea || '\x30'::bytea, 2);
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE properties(varchar, bytea) FROM PUBLIC;
CREATE PROCEDURE names_of(p_object varchar, OUT listed bytea, OUT number integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_name varchar(30);
    done integer := 0;
    every refcursor;
BEGIN
    number := 0;
    OPEN every NO SCROLL FOR SELECT DISTINCT property.name FROM property WHERE property.object = p_object ORDER BY name;
    LOOP
        FETCH every INTO v_name;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF NOT done <> 0 THEN
            IF number = 0 THEN
                listed := substr(COALESCE('\x'::bytea || listed, '\x'::bytea) || COALESCE('\x'::bytea || convert_to(v_name, 'UTF8'), '\x'::bytea), 1);
            ELSE
                listed := substr(COALESCE('\x00'::bytea || listed, '\x'::bytea) || COALESCE('\x00'::bytea || convert_to(v_name, 'UTF8'), '\x'::bytea), 2);
            END IF;
            number := number + 1;
        END IF;
        EXIT WHEN done <> 0;
    END LOOP;
    CLOSE every;
END
$cfdb$;
REVOKE ALL ON PROCEDURE names_of(varchar, bytea, integer) FROM PUBLIC;
CREATE PROCEDURE each_of(p_object varchar, OUT answer bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    listed bytea;
    one varchar(30);
    number integer;
    pos integer;
    start integer := 1;
BEGIN
    CALL names_of(p_object, listed, number);
    WHILE number > 0 LOOP
        pos := CASE WHEN (start < 1 OR start > octet_length(listed) + 1) AND listed IS NOT NULL THEN 0 WHEN position('\x00'::bytea IN substr(listed, start)) = 0 THEN 0 ELSE position('\x00'::bytea IN substr(listed, start)) + start - 1 END;
        IF pos = 0 THEN
            one := convert_from(substr(listed, CASE WHEN start > 0 THEN start WHEN start = 0 OR -start > octet_length(listed) THEN octet_length(listed) + 1 ELSE octet_length(listed) + start + 1 END), 'UTF8');
        ELSE
            one := convert_from(substr(listed, CASE WHEN start > 0 THEN start WHEN start = 0 OR -start > octet_length(listed) THEN octet_length(listed) + 1 ELSE octet_length(listed) + start + 1 END, CASE WHEN (pos::bigint - start)::integer < 0 THEN 0 ELSE (pos::bigint - start)::integer END), 'UTF8');
            start := pos + 1;
        END IF;
        answer := substr(COALESCE('\x3b20'::bytea || answer, '\x'::bytea) || COALESCE('\x3b20'::bytea || convert_to(one, 'UTF8'), '\x'::bytea), 3);
        number := number - 1;
    END LOOP;
    IF position('\x4e6f7468696e67'::bytea IN answer) <> 0 THEN
        answer := '\x6e6f7468696e67207468657265'::bytea;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE each_of(varchar, bytea) FROM PUBLIC;
CREATE FUNCTION put(t varchar, at integer, gone integer, n varchar) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN CASE WHEN (at < 1 OR at > char_length(t)) AND n IS NOT NULL AND gone IS NOT NULL THEN t ELSE overlay(t PLACING n FROM at FOR CASE WHEN gone < 0 OR gone > char_length(t) THEN char_length(t) ELSE gone END) END;
END
$cfdb$;
REVOKE ALL ON FUNCTION put(varchar, integer, integer, varchar) FROM PUBLIC;
CREATE FUNCTION place_of(part varchar, t varchar, start integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN CASE WHEN (start < 1 OR start > char_length(t) + 1) AND part IS NOT NULL AND t IS NOT NULL THEN 0 WHEN strpos(substr(t, start), part) = 0 THEN 0 ELSE strpos(substr(t, start), part) + start - 1 END;
END
$cfdb$;
REVOKE ALL ON FUNCTION place_of(varchar, varchar, integer) FROM PUBLIC;
CREATE PROCEDURE release_of(p_name varchar, INOUT answer bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_found varchar(255);
    missing integer := 0;
BEGIN
    BEGIN
        SELECT "ROUTINES".routine_comment AS "ROUTINE_COMMENT" INTO STRICT v_found FROM (SELECT p.proname::text AS routine_name, current_database()::text AS routine_schema, coalesce(obj_description(p.oid, 'pg_proc'), '') AS routine_comment FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype) AS "ROUTINES" WHERE "ROUTINES".routine_name = p_name AND "ROUTINES".routine_schema = current_database()::text;
    EXCEPTION
        WHEN no_data_found THEN
            missing := 1;
    END;
    IF missing = 1 THEN
        answer := substr(COALESCE('\x00'::bytea || answer, '\x'::bytea) || '\x00'::bytea || '\x4e6f7420466f756e64'::bytea, 2);
    ELSE
        answer := substr(COALESCE('\x00'::bytea || answer, '\x'::bytea) || COALESCE('\x00'::bytea || convert_to(v_found, 'UTF8'), '\x'::bytea), 2);
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE release_of(varchar, bytea) FROM PUBLIC;
COMMENT ON PROCEDURE release_of(varchar, bytea) IS 'release 1.2';
CREATE FUNCTION kept(t varchar) RETURNS varchar LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'kept is not carried over from MySQL: a NUL byte in a text';
END
$cfdb$;
