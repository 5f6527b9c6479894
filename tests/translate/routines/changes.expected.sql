-- warning line 13: add_product: last_insert_id() is of the inserts of this routine alone
-- warning line 19: add_quietly: insert ignore skips rows that are there already, and no others
-- warning line 23: new_order: last_insert_id() is of the inserts of this routine alone
-- warning line 26: new_order: texts are compared with their case, which MySQL does not tell apart here
-- warning line 30: new_order: row_count() counts rows that were found, mysql's those that are different now
-- warning line 42: drop_orders_of: texts are compared with their case, which MySQL does not tell apart here
-- warning line 50: claim: texts are compared with their case, which MySQL does not tell apart here
-- warning line 57: claim_some: row_count() counts rows that were found, mysql's those that are different now
-- warning line 57: claim_some: texts are compared with their case, which MySQL does not tell apart here
-- warning line 62: purge_jobs: texts are compared with their case, which MySQL does not tell apart here
-- warning line 72: several_numbers: last_insert_id() is of the inserts of this routine alone
-- warning line 72: several_numbers: user variable @x is the setting mysql.x
-- warning line 75: several_numbers: texts are compared with their case, which MySQL does not tell apart here
CREATE PROCEDURE bump(p_name varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO counter (name, n) VALUES (p_name, 1) ON CONFLICT (name) DO UPDATE SET n = counter.n + 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE bump(varchar) FROM PUBLIC;
CREATE PROCEDURE bump_by(p_name varchar, p_n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO counter (name, n) VALUES (p_name, p_n) ON CONFLICT (name) DO UPDATE SET n = counter.n::bigint + excluded.n;
END
$cfdb$;
REVOKE ALL ON PROCEDURE bump_by(varchar, integer) FROM PUBLIC;
CREATE PROCEDURE add_product(p_sku varchar, p_qty integer, OUT p_id integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    last_insert_id bigint := 0;
BEGIN
    INSERT INTO product (sku, qty) VALUES (p_sku, p_qty) ON CONFLICT (sku) DO UPDATE SET id = product.id, qty = product.qty::bigint + excluded.qty RETURNING id INTO last_insert_id;
    p_id := last_insert_id;
END
$cfdb$;
REVOKE ALL ON PROCEDURE add_product(varchar, integer, integer) FROM PUBLIC;
CREATE PROCEDURE add_quietly(p_sku varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO product (sku) VALUES (p_sku) ON CONFLICT DO NOTHING;
END
$cfdb$;
REVOKE ALL ON PROCEDURE add_quietly(varchar) FROM PUBLIC;
CREATE PROCEDURE replace_product(p_sku varchar, p_price numeric) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_price := p_price::numeric(8,2);
    DELETE FROM product WHERE sku = p_sku;
    INSERT INTO product (sku, price) VALUES (p_sku, p_price);
END
$cfdb$;
REVOKE ALL ON PROCEDURE replace_product(varchar, numeric) FROM PUBLIC;
CREATE PROCEDURE new_order(p_customer varchar, p_sku varchar, p_n integer, OUT p_order integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    last_insert_id bigint := 0;
    row_count bigint := 0;
    v_product integer;
    v_price numeric(8,2);
BEGIN
    SELECT product.id, product.price INTO v_product, v_price FROM product WHERE product.sku = p_sku;
    IF v_product IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'unknown product';
    END IF;
    UPDATE product SET qty = qty::bigint - p_n WHERE id = v_product AND qty >= p_n;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    IF row_count = 0 THEN
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'out of stock';
    END IF;
    INSERT INTO orders (customer) VALUES (p_customer) RETURNING id INTO last_insert_id;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    p_order := last_insert_id;
    INSERT INTO order_line (order_id, line, product_id, n) VALUES (p_order, 1, v_product, p_n);
    GET DIAGNOSTICS row_count = ROW_COUNT;
    UPDATE orders SET total = q.new_1 FROM (SELECT o.id AS key_1, t.total AS new_1 FROM orders AS o JOIN (SELECT l.order_id, sum(l.n * p.price) AS total FROM order_line AS l JOIN product AS p ON p.id = l.product_id GROUP BY l.order_id) AS t ON t.order_id = o.id WHERE o.id = p_order) AS q WHERE orders.id = q.key_1;
    GET DIAGNOSTICS row_count = ROW_COUNT;
END
$cfdb$;
REVOKE ALL ON PROCEDURE new_order(varchar, varchar, integer, integer) FROM PUBLIC;
CREATE PROCEDURE drop_orders_of(p_customer varchar, OUT p_gone integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    row_count bigint := 0;
BEGIN
    DELETE FROM order_line WHERE (order_id, line) IN (SELECT l.order_id, l.line FROM order_line AS l JOIN orders AS o ON o.id = l.order_id WHERE o.customer = p_customer);
    GET DIAGNOSTICS row_count = ROW_COUNT;
    DELETE FROM orders WHERE customer = p_customer;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    p_gone := row_count;
END
$cfdb$;
REVOKE ALL ON PROCEDURE drop_orders_of(varchar, integer) FROM PUBLIC;
CREATE PROCEDURE drop_both(p_id integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    WITH gone AS MATERIALIZED (SELECT o.id AS key_1, l.order_id AS key_2, l.line AS key_3 FROM orders AS o LEFT JOIN order_line AS l ON l.order_id = o.id WHERE o.id = p_id), step_1 AS (DELETE FROM orders WHERE id IN (SELECT key_1 FROM gone)) DELETE FROM order_line WHERE (order_id, line) IN (SELECT key_2, key_3 FROM gone);
END
$cfdb$;
REVOKE ALL ON PROCEDURE drop_both(integer) FROM PUBLIC;
CREATE PROCEDURE claim(p_queue varchar, p_worker varchar, OUT p_job integer, OUT p_payload varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_p_job integer;
    found_p_payload text;
BEGIN
    SELECT job.id, job.payload INTO found_p_job, found_p_payload FROM job WHERE job.queue = p_queue AND job.state = 'ready' ORDER BY job.prio DESC, id LIMIT 1 FOR UPDATE;
    IF FOUND THEN
        p_job := found_p_job;
        p_payload := found_p_payload;
    END IF;
    IF p_job IS NOT NULL THEN
        UPDATE job SET state = 'taken', worker = p_worker WHERE id = p_job;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE claim(varchar, varchar, integer, varchar) FROM PUBLIC;
CREATE PROCEDURE claim_some(p_queue varchar, p_worker varchar, p_most integer, OUT p_n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    row_count bigint := 0;
BEGIN
    UPDATE job SET state = 'taken', worker = p_worker WHERE id IN (SELECT id FROM job WHERE queue = p_queue AND state = 'ready' ORDER BY prio DESC, id LIMIT p_most FOR UPDATE);
    GET DIAGNOSTICS row_count = ROW_COUNT;
    p_n := row_count;
END
$cfdb$;
REVOKE ALL ON PROCEDURE claim_some(varchar, varchar, integer, integer) FROM PUBLIC;
CREATE PROCEDURE purge_jobs(p_keep integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state = 'done' ORDER BY id LIMIT 1 FOR UPDATE);
    DELETE FROM job WHERE NOT job.id IN (SELECT newest.id FROM (SELECT job.id FROM job ORDER BY id DESC LIMIT 2) AS newest) AND job.state = 'ready' AND p_keep = 2;
END
$cfdb$;
REVOKE ALL ON PROCEDURE purge_jobs(integer) FROM PUBLIC;
CREATE PROCEDURE set_in_order(p integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE pair SET b = b::bigint + p, c = ((b::bigint + p)::integer)::bigint * 2 WHERE a = 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE set_in_order(integer) FROM PUBLIC;
CREATE PROCEDURE copy_lines(p_from integer, p_to integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO order_line (order_id, line, product_id, n) SELECT p_to, order_line.line, order_line.product_id, order_line.n FROM order_line WHERE order_line.order_id = p_from;
END
$cfdb$;
REVOKE ALL ON PROCEDURE copy_lines(integer, integer) FROM PUBLIC;
CREATE PROCEDURE reprice(p_rate double precision) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE product SET price = price * 1.1, note = 'repriced ' || sku, active = (((price * 1.1)::numeric(8,2)) > 5)::integer WHERE active = 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE reprice(double precision) FROM PUBLIC;
CREATE PROCEDURE several_numbers(OUT p_first integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    last_insert_id bigint := 0;
    found_x text;
BEGIN
    WITH numbers AS (INSERT INTO job (queue, payload) VALUES ('m', 'one'), ('m', 'two'), ('m', 'three') RETURNING id) SELECT coalesce(min(id), last_insert_id) INTO last_insert_id FROM numbers;
    SELECT job.payload INTO found_x FROM job WHERE job.id = last_insert_id;
    IF FOUND THEN
        PERFORM set_config('mysql.x', CAST(found_x AS text), false);
    END IF;
    p_first := CASE WHEN NULLIF(current_setting('mysql.x', true), '') = 'one' THEN 1 ELSE 0 END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE several_numbers(integer) FROM PUBLIC;
CREATE PROCEDURE use_null_id() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO job (queue, payload, state, prio, worker) VALUES ('n', 'null', DEFAULT, 5, NULL), ('n', 'zero', 'done', -1, 'w');
END
$cfdb$;
REVOKE ALL ON PROCEDURE use_null_id() FROM PUBLIC;
CREATE PROCEDURE mark(p_state varchar) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    UPDATE orders SET state = p_state::orders_state WHERE state = 'new';
END
$cfdb$;
REVOKE ALL ON PROCEDURE mark(varchar) FROM PUBLIC;
