-- warning line 24: upd_film: texts are compared with their case, which MySQL does not tell apart here
-- warning line 51: film_in_stock: its rows are behind cursor parameters, to be fetched in the same transaction
-- warning line 58: film_not_in_stock: its rows are behind cursor parameters, to be fetched in the same transaction
CREATE FUNCTION film_on_update() RETURNS trigger LANGUAGE plpgsql AS $cfdb$
BEGIN
    IF NEW *<> OLD THEN
        IF NEW.last_update IS NOT DISTINCT FROM OLD.last_update THEN NEW.last_update := CURRENT_TIMESTAMP(0); END IF;
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE FUNCTION inventory_in_stock(p_inventory_id integer) RETURNS smallint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_rentals integer;
    v_out integer;
BEGIN
    SELECT count(*) AS v_rentals INTO v_rentals FROM rental WHERE rental.inventory_id = p_inventory_id;
    IF v_rentals = 0 THEN
        RETURN 1;
    END IF;
    SELECT count(rental.rental_id) AS v_out INTO v_out FROM inventory LEFT JOIN rental USING (inventory_id) WHERE inventory.inventory_id = p_inventory_id AND rental.return_date IS NULL;
    IF v_out > 0 THEN
        RETURN 0;
    ELSE
        RETURN 1;
    END IF;
END
$cfdb$;
REVOKE ALL ON FUNCTION inventory_in_stock(integer) FROM PUBLIC;
CREATE FUNCTION inventory_held_by_customer(p_inventory_id integer) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_customer_id integer;
BEGIN
    BEGIN
        SELECT rental.customer_id INTO STRICT v_customer_id FROM rental WHERE rental.return_date IS NULL AND rental.inventory_id = p_inventory_id;
    EXCEPTION
        WHEN no_data_found THEN
            RETURN NULL;
    END;
    RETURN v_customer_id;
END
$cfdb$;
REVOKE ALL ON FUNCTION inventory_held_by_customer(integer) FROM PUBLIC;
CREATE PROCEDURE film_in_stock(p_film_id integer, p_store_id integer, OUT p_film_count integer, INOUT result refcursor) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    OPEN result FOR SELECT inventory.inventory_id FROM inventory WHERE inventory.film_id = p_film_id AND inventory.store_id = p_store_id AND inventory_in_stock(inventory.inventory_id) <> 0 ORDER BY inventory_id;
    SELECT count(*) AS p_film_count INTO p_film_count FROM inventory WHERE inventory.film_id = p_film_id AND inventory.store_id = p_store_id AND inventory_in_stock(inventory.inventory_id) <> 0;
END
$cfdb$;
REVOKE ALL ON PROCEDURE film_in_stock(integer, integer, integer, refcursor) FROM PUBLIC;
CREATE PROCEDURE film_not_in_stock(p_film_id integer, p_store_id integer, OUT p_film_count integer, INOUT result refcursor) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_rows bigint;
BEGIN
    OPEN result SCROLL FOR SELECT inventory.inventory_id FROM inventory WHERE inventory.film_id = p_film_id AND inventory.store_id = p_store_id AND NOT inventory_in_stock(inventory.inventory_id) <> 0 ORDER BY inventory_id;
    MOVE FORWARD ALL IN result;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    MOVE ABSOLUTE 0 IN result;
    p_film_count := found_rows;
    found_rows := 1;
END
$cfdb$;
REVOKE ALL ON PROCEDURE film_not_in_stock(integer, integer, integer, refcursor) FROM PUBLIC;
CREATE FUNCTION get_customer_balance(p_customer_id integer, p_effective_date timestamp) RETURNS numeric LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_rentfees numeric(5,2);
    v_overfees integer;
    v_payments numeric(5,2);
BEGIN
    SELECT COALESCE(sum(film.rental_rate), 0) AS v_rentfees INTO v_rentfees FROM film, inventory, rental WHERE film.film_id = inventory.film_id AND inventory.inventory_id = rental.inventory_id AND rental.rental_date <= p_effective_date AND rental.customer_id = p_customer_id;
    SELECT COALESCE(sum(CASE WHEN (rental.return_date::date - DATE '0001-01-01' + 366)::bigint - (rental.rental_date::date - DATE '0001-01-01' + 366) > film.rental_duration THEN (rental.return_date::date - DATE '0001-01-01' + 366)::bigint - (rental.rental_date::date - DATE '0001-01-01' + 366) - film.rental_duration ELSE 0 END), 0) AS v_overfees INTO v_overfees FROM rental, inventory, film WHERE film.film_id = inventory.film_id AND inventory.inventory_id = rental.inventory_id AND rental.rental_date <= p_effective_date AND rental.customer_id = p_customer_id;
    SELECT COALESCE(sum(payment.amount), 0) AS v_payments INTO v_payments FROM payment WHERE payment.payment_date <= p_effective_date AND payment.customer_id = p_customer_id;
    RETURN (v_rentfees + v_overfees - v_payments)::numeric(5,2);
END
$cfdb$;
REVOKE ALL ON FUNCTION get_customer_balance(integer, timestamp) FROM PUBLIC;
CREATE PROCEDURE rewards_report(min_purchases integer, min_spent numeric, OUT count_rewardees integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    min_spent := min_spent::numeric(10,2);
    <<proc>>
    BEGIN
        IF min_purchases = 0 THEN
            count_rewardees := -1;
            EXIT proc;
        END IF;
        IF min_spent = 0.00 THEN
            count_rewardees := -2;
            EXIT proc;
        END IF;
        SELECT count(*) AS count_rewardees INTO count_rewardees FROM (SELECT payment.customer_id FROM payment GROUP BY payment.customer_id HAVING sum(payment.amount) > min_spent AND count(payment.customer_id) > min_purchases) AS t;
    END;
END
$cfdb$;
REVOKE ALL ON PROCEDURE rewards_report(integer, numeric, integer) FROM PUBLIC;
COMMENT ON PROCEDURE rewards_report(integer, numeric, integer) IS 'Customers who spent enough';
CREATE TRIGGER film_on_update BEFORE UPDATE ON film FOR EACH ROW EXECUTE FUNCTION film_on_update();
CREATE FUNCTION ins_film() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO film_text (film_id, title) VALUES (new.film_id, new.title);
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER ins_film AFTER INSERT ON film FOR EACH ROW EXECUTE FUNCTION ins_film();
CREATE FUNCTION upd_film() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF old.title <> new.title OR old.film_id <> new.film_id THEN
        UPDATE film_text SET title = new.title, film_id = new.film_id WHERE film_id = old.film_id;
    END IF;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER upd_film AFTER UPDATE ON film FOR EACH ROW EXECUTE FUNCTION upd_film();
CREATE FUNCTION del_film() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    DELETE FROM film_text WHERE film_id = old.film_id;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER del_film AFTER DELETE ON film FOR EACH ROW EXECUTE FUNCTION del_film();
CREATE FUNCTION rental_date() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.return_date := COALESCE(new.return_date, new.rental_date + INTERVAL '7 day');
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER rental_date BEFORE INSERT ON rental FOR EACH ROW EXECUTE FUNCTION rental_date();
