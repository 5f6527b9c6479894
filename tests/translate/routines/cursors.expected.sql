-- warning line 16: list_names: texts are compared with their case, which MySQL does not tell apart here
CREATE FUNCTION list_names(p_grp integer) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    done integer := 0;
    v_name varchar(30);
    result text := '';
    cur refcursor;
BEGIN
    OPEN cur NO SCROLL FOR SELECT item.name FROM item WHERE item.grp = p_grp ORDER BY name;
    <<read_loop>>
    LOOP
        FETCH cur INTO v_name;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF done <> 0 THEN
            EXIT read_loop;
        END IF;
        result := result || CASE WHEN result = '' THEN '' ELSE ', ' END || v_name;
    END LOOP;
    CLOSE cur;
    RETURN result;
END
$cfdb$;
REVOKE ALL ON FUNCTION list_names(integer) FROM PUBLIC;
CREATE PROCEDURE total_value(OUT p_total numeric, OUT p_rows integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    done smallint := 0;
    q integer;
    p numeric(8,2);
    c refcursor;
BEGIN
    p_total := 0;
    p_rows := 0;
    OPEN c NO SCROLL FOR SELECT item.qty, item.price FROM item ORDER BY item.id;
    LOOP
        FETCH c INTO q, p;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF NOT done <> 0 THEN
            p_total := (p_total + q * COALESCE(p, 0))::numeric(12,2);
            p_rows := p_rows + 1;
        END IF;
        EXIT WHEN done <> 0;
    END LOOP;
    CLOSE c;
END
$cfdb$;
REVOKE ALL ON PROCEDURE total_value(numeric, integer) FROM PUBLIC;
CREATE PROCEDURE last_seen(OUT p_last varchar, OUT p_count integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_v text;
    v_found_v text;
    finished integer := 0;
    v varchar(30) := 'nothing';
    c refcursor;
BEGIN
    p_count := 0;
    OPEN c NO SCROLL FOR SELECT item.name FROM item WHERE item.qty > 0 ORDER BY item.id;
    FETCH c INTO found_v;
    IF FOUND THEN
        v := found_v;
    ELSE
        finished := 1;
    END IF;
    WHILE finished = 0 LOOP
        p_count := p_count + 1;
        FETCH c INTO v_found_v;
        IF FOUND THEN
            v := v_found_v;
        ELSE
            finished := 1;
        END IF;
    END LOOP;
    CLOSE c;
    p_last := v;
END
$cfdb$;
REVOKE ALL ON PROCEDURE last_seen(varchar, integer) FROM PUBLIC;
CREATE PROCEDURE build_summary() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_n text;
    found_q integer;
    found_p numeric;
    g integer;
    no_more integer := 0;
    groups_cur refcursor;
BEGIN
    DELETE FROM summary;
    OPEN groups_cur NO SCROLL FOR SELECT DISTINCT item.grp FROM item WHERE item.grp IS NOT NULL ORDER BY grp NULLS FIRST;
    <<outer_loop>>
    LOOP
        FETCH groups_cur INTO g;
        IF NOT FOUND THEN
            no_more := 1;
        END IF;
        IF no_more = 1 THEN
            EXIT outer_loop;
        END IF;
        DECLARE
            n varchar(30);
            q integer;
            p numeric(8,2);
            inner_done integer := 0;
            t numeric(12,2) := 0;
            all_names text;
            items_cur refcursor;
        BEGIN
            OPEN items_cur NO SCROLL FOR SELECT item.name, item.qty, item.price FROM item WHERE item.grp = g ORDER BY name;
            <<inner_loop>>
            LOOP
                FETCH items_cur INTO found_n, found_q, found_p;
                IF FOUND THEN
                    n := found_n;
                    q := found_q;
                    p := found_p;
                ELSE
                    inner_done := 1;
                END IF;
                IF inner_done <> 0 THEN
                    EXIT inner_loop;
                END IF;
                IF p IS NULL THEN
                    CONTINUE inner_loop;
                END IF;
                t := t + q * p;
                all_names := concat_ws('|', all_names, n);
            END LOOP;
            CLOSE items_cur;
            INSERT INTO summary (grp, total, names) VALUES (g, t, all_names);
        END;
    END LOOP;
    CLOSE groups_cur;
END
$cfdb$;
REVOKE ALL ON PROCEDURE build_summary() FROM PUBLIC;
CREATE PROCEDURE restock(p_limit integer, OUT p_changed integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v_id integer;
    v_qty integer;
BEGIN
    p_changed := 0;
    <<exit_block>>
    DECLARE
        c refcursor;
    BEGIN
        OPEN c NO SCROLL FOR SELECT item.id, item.qty FROM item WHERE item.qty < p_limit ORDER BY id;
        LOOP
            FETCH c INTO v_id, v_qty;
            IF NOT FOUND THEN
                EXIT exit_block;
            END IF;
            UPDATE item SET qty = p_limit WHERE id = v_id;
            p_changed := p_changed + 1;
        END LOOP;
    END;
    IF p_changed = 0 THEN
        p_changed := -1;
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE restock(integer, integer) FROM PUBLIC;
CREATE PROCEDURE lookup_each(OUT p_seen integer, OUT p_flag integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    found_v_total numeric;
    done integer := 0;
    v_id integer;
    v_total numeric(12,2) := -1;
    c refcursor;
BEGIN
    p_seen := 0;
    OPEN c NO SCROLL FOR SELECT item.grp FROM item WHERE item.grp IS NOT NULL ORDER BY item.id;
    <<l>>
    LOOP
        FETCH c INTO v_id;
        IF NOT FOUND THEN
            done := 1;
        END IF;
        IF done = 1 THEN
            EXIT l;
        END IF;
        p_seen := p_seen + 1;
        SELECT summary.total INTO found_v_total FROM summary WHERE summary.grp = v_id + 1000;
        IF FOUND THEN
            v_total := found_v_total;
        ELSE
            done := 1;
        END IF;
    END LOOP;
    CLOSE c;
    p_flag := v_total::integer;
END
$cfdb$;
REVOKE ALL ON PROCEDURE lookup_each(integer, integer) FROM PUBLIC;
CREATE FUNCTION twice() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    n integer := 0;
    v integer := 0;
    round integer := 0;
    done integer := 0;
    c refcursor;
BEGIN
    WHILE round < 2 LOOP
        done := 0;
        OPEN c NO SCROLL FOR SELECT item.qty FROM item WHERE item.id > round;
        <<l>>
        LOOP
            FETCH c INTO v;
            IF NOT FOUND THEN
                done := 1;
            END IF;
            IF done <> 0 THEN
                EXIT l;
            END IF;
            n := n + 1;
        END LOOP;
        CLOSE c;
        round := round + 1;
    END LOOP;
    RETURN n;
END
$cfdb$;
REVOKE ALL ON FUNCTION twice() FROM PUBLIC;
CREATE PROCEDURE unhandled() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    v integer;
    c refcursor;
BEGIN
    OPEN c NO SCROLL FOR SELECT item.id FROM item WHERE item.id = 12345;
    FETCH c INTO v;
    IF NOT FOUND THEN
        RAISE no_data_found USING MESSAGE = 'No data - zero rows fetched';
    END IF;
END
$cfdb$;
REVOKE ALL ON PROCEDURE unhandled() FROM PUBLIC;
