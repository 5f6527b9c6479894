-- warning line 11: fulfil: texts are compared with their case, which MySQL does not tell apart here
-- warning line 14: shown: called as SELECT * FROM shown(…): it returns its rows as a table
-- warning line 17: shown_and_kept: the rows of shown are not passed on
CREATE PROCEDURE fulfil(p_what varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    WITH found AS MATERIALIZED (SELECT s.id AS key_1, w.id AS key_2, s.n::bigint - w.n AS new_1, p_what AS new_2, 'done'::varchar AS new_3 FROM stock AS s JOIN wish AS w ON w.stock = s.id WHERE w.state = 'new'), step_1 AS (UPDATE stock SET n = q.new_1, note = q.new_2 FROM found AS q WHERE stock.id = q.key_1) UPDATE wish SET state = q.new_3 FROM found AS q WHERE wish.id = q.key_2;
END
$cfdb$;
REVOKE ALL ON PROCEDURE fulfil(varchar) FROM PUBLIC;
CREATE PROCEDURE keep() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM kept USING (SELECT stock.id, stock.n, stock.note FROM stock) AS q (new_1, new_2, new_3) WHERE kept.stock = q.new_1::integer;
    INSERT INTO kept (stock, n, what) SELECT stock.id, stock.n, stock.note FROM stock;
END
$cfdb$;
REVOKE ALL ON PROCEDURE keep() FROM PUBLIC;
CREATE FUNCTION shown() RETURNS TABLE (id integer, n integer) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT stock.id::integer AS id, stock.n::integer AS n FROM stock ORDER BY id;
END
$cfdb$;
REVOKE ALL ON FUNCTION shown() FROM PUBLIC;
CREATE PROCEDURE shown_and_kept() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    PERFORM shown();
    UPDATE kept SET n = n + 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE shown_and_kept() FROM PUBLIC;
