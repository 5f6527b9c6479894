-- warning line 5: cities_of: texts are compared with their case, which MySQL does not tell apart here
-- warning line 5: cities_of: called as SELECT * FROM cities_of(…): it returns its rows as a table
-- warning line 7: by_country: called as SELECT * FROM by_country(…): it returns its rows as a table
-- warning line 8: by_country: texts are grouped with their case, which MySQL does not tell apart here
-- warning line 11: one_or_other: called as SELECT * FROM one_or_other(…): it returns its rows as a table
-- warning line 19: two_results: its rows are behind cursor parameters, to be fetched in the same transaction
-- warning line 24: visit_and_show: called as SELECT * FROM visit_and_show(…): it returns its rows as a table
-- warning line 26: visit_and_show: texts are grouped with their case, which MySQL does not tell apart here
-- warning line 29: with_out: its rows are behind cursor parameters, to be fetched in the same transaction
-- warning line 30: with_out: texts are compared with their case, which MySQL does not tell apart here
-- warning line 33: message: called as SELECT * FROM message(…): it returns its rows as a table
-- warning line 35: page: which rows are the first ones is by the order of the database's collation
-- warning line 35: page: called as SELECT * FROM page(…): it returns its rows as a table
-- warning line 37: search: LIKE tells accents apart, which MySQL does not tell apart here
-- warning line 37: search: called as SELECT * FROM search(…): it returns its rows as a table
CREATE FUNCTION cities_of(p_country varchar) RETURNS TABLE (id integer, name text, people integer, kind text, founded date) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT city.id::integer AS id, city.name::text AS name, city.people::integer AS people, city.kind::text::text AS kind, city.founded FROM city WHERE city.country = p_country ORDER BY name;
END
$cfdb$;
REVOKE ALL ON FUNCTION cities_of(varchar) FROM PUBLIC;
CREATE FUNCTION by_country() RETURNS TABLE (country text, cities bigint, people bigint, average numeric) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT city.country::text AS country, count(*) AS cities, sum(city.people) AS people, round(avg(city.people), 4)::numeric AS average FROM city GROUP BY city.country ORDER BY country;
END
$cfdb$;
REVOKE ALL ON FUNCTION by_country() FROM PUBLIC;
CREATE FUNCTION one_or_other(which integer) RETURNS TABLE (name text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    IF which = 1 THEN
        RETURN QUERY SELECT city.name::text AS name FROM city WHERE city.people > 1000000 ORDER BY name;
    ELSE
        RETURN QUERY SELECT city.name::text AS name FROM city WHERE city.people <= 1000000 ORDER BY name;
    END IF;
END
$cfdb$;
REVOKE ALL ON FUNCTION one_or_other(integer) FROM PUBLIC;
CREATE PROCEDURE two_results(p_id integer, INOUT result refcursor, INOUT result_2 refcursor) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    OPEN result FOR SELECT city.name, city.country FROM city WHERE city.id = p_id;
    OPEN result_2 FOR SELECT visit.at FROM visit WHERE visit.city_id = p_id ORDER BY at;
END
$cfdb$;
REVOKE ALL ON PROCEDURE two_results(integer, refcursor, refcursor) FROM PUBLIC;
CREATE FUNCTION visit_and_show(p_id integer) RETURNS TABLE (name text, visits bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    INSERT INTO visit (city_id, at) VALUES (p_id, TIMESTAMP '2024-05-05 12:00:00');
    RETURN QUERY SELECT c.name::text AS name, count(v.id) AS visits FROM city AS c LEFT JOIN visit AS v ON v.city_id = c.id WHERE c.id = p_id GROUP BY c.id, c.name;
END
$cfdb$;
REVOKE ALL ON FUNCTION visit_and_show(integer) FROM PUBLIC;
CREATE PROCEDURE with_out(p_country varchar, OUT p_n integer, INOUT result refcursor) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    SELECT count(*) AS p_n INTO p_n FROM city WHERE city.country = p_country;
    OPEN result FOR SELECT city.name AS city_name FROM city WHERE city.country = p_country ORDER BY city.people DESC NULLS LAST;
END
$cfdb$;
REVOKE ALL ON PROCEDURE with_out(varchar, integer, refcursor) FROM PUBLIC;
CREATE FUNCTION message() RETURNS TABLE (status text, code integer, later integer) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT 'ok'::text AS status, 1::integer AS code, (LOCALTIMESTAMP(0) > DATE '2020-01-01')::integer::integer AS later;
END
$cfdb$;
REVOKE ALL ON FUNCTION message() FROM PUBLIC;
CREATE FUNCTION page(p_offset integer, p_limit integer) RETURNS TABLE (name text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT city.name::text AS name FROM city ORDER BY name LIMIT p_limit OFFSET p_offset;
END
$cfdb$;
REVOKE ALL ON FUNCTION page(integer, integer) FROM PUBLIC;
CREATE FUNCTION search(p_text varchar) RETURNS TABLE (name text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT city.name::text AS name FROM city WHERE city.name ILIKE '%' || p_text || '%' ORDER BY name;
END
$cfdb$;
REVOKE ALL ON FUNCTION search(varchar) FROM PUBLIC;
CREATE PROCEDURE biggest(OUT p_name varchar, OUT p_people integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_p_name text;
    found_p_people integer;
BEGIN
    SELECT city.name, city.people INTO found_p_name, found_p_people FROM city ORDER BY people DESC NULLS LAST LIMIT 1;
    IF FOUND THEN
        p_name := found_p_name;
        p_people := found_p_people;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE biggest(varchar, integer) FROM PUBLIC;
