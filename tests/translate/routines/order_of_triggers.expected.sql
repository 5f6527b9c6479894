-- warning line 5: zebra: called t02_zebra, so that it fires in MySQL's order
-- warning line 6: apple: called t04_apple, so that it fires in MySQL's order
-- warning line 7: first_of_all: called t01_first_of_all, so that it fires in MySQL's order
-- warning line 8: middle: called t03_middle, so that it fires in MySQL's order
-- warning line 10: before_change: called doc_on_update_01_before_change, so that it fires in MySQL's order
-- warning line 14: log_b: called t01_log_b, so that it fires in MySQL's order
-- warning line 16: log_a: called t02_log_a, so that it fires in MySQL's order
-- warning line 17: log_a: texts are compared with their case, which MySQL does not tell apart here
CREATE FUNCTION doc_on_update() RETURNS trigger LANGUAGE plpgsql AS $cfdb$
BEGIN
    IF NEW *<> OLD THEN
        IF NEW.changed IS NOT DISTINCT FROM OLD.changed THEN NEW.changed := LOCALTIMESTAMP(0); END IF;
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER doc_on_update BEFORE UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION doc_on_update();
CREATE FUNCTION first_of_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.trace := new.trace || '1';
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER t01_first_of_all BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION first_of_all();
CREATE FUNCTION zebra() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.trace := new.trace || 'z';
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER t02_zebra BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION zebra();
CREATE FUNCTION middle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.trace := new.trace || 'm';
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER t03_middle BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION middle();
CREATE FUNCTION apple() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.trace := new.trace || 'a';
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER t04_apple BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION apple();
CREATE FUNCTION before_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.hits := new.hits + 1;
    new.seen := CASE WHEN new.changed IS NULL THEN 'no' ELSE 'yes' END;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER doc_on_update_01_before_change BEFORE UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION before_change();
CREATE FUNCTION log_b() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO doc_log (what) VALUES ('b' || new.id::text);
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER t01_log_b AFTER UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION log_b();
CREATE FUNCTION log_a() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    <<body>>
    BEGIN
        IF new.title IS NOT DISTINCT FROM old.title THEN
            EXIT body;
        END IF;
        INSERT INTO doc_log (what) VALUES ('a' || COALESCE(old.title, '-') || '>' || new.title);
    END;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER t02_log_a AFTER UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION log_a();
