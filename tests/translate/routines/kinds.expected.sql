-- warning line 5: make: a text that is no date raises an error, where MySQL says NULL
-- warning line 5: make: texts are compared with their case, which MySQL does not tell apart here
-- warning line 8: read_back: null within a document is NULL here, where MySQL has the text 'null' of it
-- warning line 10: kind_label: texts are compared with their case, which MySQL does not tell apart here
-- warning line 16: text_sum: a text is taken for the number that it begins with, else for 0
-- warning line 19: idiv: a division by 0 is NULL, where a strict mysql raises an error
-- warning line 20: by_zero: a division by 0 is NULL, where a strict mysql raises an error
-- warning line 26: advance: texts are compared with their case, which MySQL does not tell apart here
CREATE PROCEDURE make(p_kind varchar, p_day varchar, p_text varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO thing (kind, day, flags, data, raw, small, big, on_off, ratio, bits) VALUES (p_kind::thing_kind, p_day::timestamp, string_to_array('a,c', ','), ('{"k": "' || p_text || '"}')::jsonb, convert_to(p_text, 'UTF8'), 7, 5000000000, (p_kind = 'x')::integer, round(1::numeric / 4, 4), B'0101');
END
$cfdb$;
REVOKE ALL ON PROCEDURE make(varchar, varchar, varchar) FROM PUBLIC;
CREATE PROCEDURE read_back(p_id integer, OUT p_kind varchar, OUT p_day date, OUT p_k varchar, OUT p_on integer, OUT p_ratio double precision) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_p_kind text;
    found_p_day date;
    found_p_k text;
    found_p_on integer;
    found_p_ratio double precision;
BEGIN
    SELECT thing.kind, thing.day, thing.data ->> 'k' AS p_k, thing.on_off, thing.ratio INTO found_p_kind, found_p_day, found_p_k, found_p_on, found_p_ratio FROM thing WHERE thing.id = p_id;
    IF FOUND THEN
        p_kind := found_p_kind;
        p_day := found_p_day;
        p_k := found_p_k;
        p_on := found_p_on;
        p_ratio := found_p_ratio;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE read_back(integer, varchar, date, varchar, integer, double precision) FROM PUBLIC;
CREATE FUNCTION kind_label(p text) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN CASE WHEN p = 'x' THEN 'first' WHEN p = 'y' THEN 'second' ELSE 'none' END;
END
$cfdb$;
REVOKE ALL ON FUNCTION kind_label(text) FROM PUBLIC;
CREATE FUNCTION next_day(d date) RETURNS date LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN d + 1;
END
$cfdb$;
REVOKE ALL ON FUNCTION next_day(date) FROM PUBLIC;
CREATE FUNCTION month_end(d date) RETURNS date LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN (date_trunc('month', d::timestamp) + INTERVAL '1 month - 1 day')::date;
END
$cfdb$;
REVOKE ALL ON FUNCTION month_end(date) FROM PUBLIC;
CREATE FUNCTION as_iso(d timestamp) RETURNS varchar LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN to_char(d, 'YYYY-MM-DD"T"HH24:MI:SS');
END
$cfdb$;
REVOKE ALL ON FUNCTION as_iso(timestamp) FROM PUBLIC;
CREATE FUNCTION age_at(born date, at_day date) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN EXTRACT(YEAR FROM age(at_day::timestamp, born::timestamp))::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION age_at(date, date) FROM PUBLIC;
CREATE FUNCTION is_flag(v integer) RETURNS smallint LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN (NOT v <> 0)::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION is_flag(integer) FROM PUBLIC;
CREATE FUNCTION text_sum(a varchar, b varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN COALESCE(substring(a FROM '^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)'), CASE WHEN a IS NOT NULL THEN '0' END)::double precision + COALESCE(substring(b FROM '^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)'), CASE WHEN b IS NOT NULL THEN '0' END)::double precision;
END
$cfdb$;
REVOKE ALL ON FUNCTION text_sum(varchar, varchar) FROM PUBLIC;
CREATE FUNCTION halves(n integer) RETURNS numeric LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN (n::numeric / 2)::numeric(10,1);
END
$cfdb$;
REVOKE ALL ON FUNCTION halves(integer) FROM PUBLIC;
CREATE FUNCTION whole(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN round(n::numeric / 2, 4)::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION whole(integer) FROM PUBLIC;
CREATE FUNCTION idiv(a integer, b integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN a / NULLIF(b, 0);
END
$cfdb$;
REVOKE ALL ON FUNCTION idiv(integer, integer) FROM PUBLIC;
CREATE FUNCTION by_zero(a integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN round(a::numeric / NULLIF(0, 0), 4)::integer;
END
$cfdb$;
REVOKE ALL ON FUNCTION by_zero(integer) FROM PUBLIC;
CREATE FUNCTION padded(n integer) RETURNS varchar LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    RETURN lpad(n::text, 8, '0');
END
$cfdb$;
REVOKE ALL ON FUNCTION padded(integer) FROM PUBLIC;
CREATE PROCEDURE advance(p_id integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_kind varchar(5);
BEGIN
    SELECT thing.kind::text AS kind INTO v_kind FROM thing WHERE thing.id = p_id;
    UPDATE thing SET kind = CASE WHEN v_kind = 'x' THEN 'y' WHEN v_kind = 'y' THEN 'z' ELSE kind::text END::thing_kind, on_off = (NOT on_off <> 0)::integer, day = (day + INTERVAL '1 month')::date WHERE id = p_id;
END
$cfdb$;
REVOKE ALL ON PROCEDURE advance(integer) FROM PUBLIC;
