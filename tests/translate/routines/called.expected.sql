-- error line 21: untie_like_a_key: a foreign key that is called like another constraint
-- error line 23: widen: alter table
-- warning line 32: shown: called as SELECT * FROM shown(…): it returns its rows as a table
-- warning line 34: noted: its rows are behind cursor parameters, to be fetched in the same transaction
-- warning line 40: undone: commits by itself: to be called outside of a transaction, and with its caller's rights
CREATE PROCEDURE tie() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    ALTER TABLE tcp ADD CONSTRAINT tcp_id_2 FOREIGN KEY (tcp_id) REFERENCES packet (id) ON DELETE CASCADE;
    ALTER TABLE udp ADD CONSTRAINT udp_packet FOREIGN KEY (udp_id) REFERENCES packet (id);
END
$cfdb$;
REVOKE ALL ON PROCEDURE tie() FROM PUBLIC;
CREATE PROCEDURE untie() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    ALTER TABLE udp DROP CONSTRAINT udp_packet;
    ALTER TABLE tcp DROP CONSTRAINT tcp_id_2;
END
$cfdb$;
REVOKE ALL ON PROCEDURE untie() FROM PUBLIC;
CREATE PROCEDURE tie_to_another_type() LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    ALTER TABLE icmp ADD CONSTRAINT icmp_packet FOREIGN KEY (icmp_id) REFERENCES packet (id);
END
$cfdb$;
REVOKE ALL ON PROCEDURE tie_to_another_type() FROM PUBLIC;
CREATE PROCEDURE untie_like_a_key() LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'untie_like_a_key is not carried over from MySQL: a foreign key that is called like another constraint';
END
$cfdb$;
CREATE PROCEDURE widen() LANGUAGE plpgsql AS $cfdb$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'widen is not carried over from MySQL: alter table';
END
$cfdb$;
CREATE PROCEDURE fill(p_times integer, p_text varchar, OUT p_done integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    p_done := 0;
    WHILE p_done < p_times LOOP
        INSERT INTO note (text) VALUES (p_text || ' ' || p_done::text);
        p_done := p_done + 1;
    END LOOP;
END
$cfdb$;
REVOKE ALL ON PROCEDURE fill(integer, varchar, integer) FROM PUBLIC;
CREATE FUNCTION shown() RETURNS TABLE (text text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT note.text::text AS text FROM note ORDER BY note.id;
END
$cfdb$;
REVOKE ALL ON FUNCTION shown() FROM PUBLIC;
CREATE PROCEDURE noted(p_text varchar, INOUT result refcursor, INOUT result_2 refcursor) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO note (text) VALUES (p_text);
    OPEN result FOR SELECT count(*) AS notes FROM note;
    OPEN result_2 FOR SELECT max(note.id) AS last FROM note;
END
$cfdb$;
REVOKE ALL ON PROCEDURE noted(varchar, refcursor, refcursor) FROM PUBLIC;
CREATE PROCEDURE undone() LANGUAGE plpgsql AS $cfdb$
BEGIN
    INSERT INTO note (text) VALUES ('no');
    ROLLBACK;
END
$cfdb$;
