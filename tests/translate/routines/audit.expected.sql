CREATE FUNCTION account_bi() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    new.owner := btrim(new.owner);
    new.email := lower(new.email);
    IF new.balance < 0 THEN
        RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'balance must not be negative';
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER account_bi BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_bi();
CREATE FUNCTION account_bu() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
DECLARE
    msg varchar(128);
BEGIN
    new.version := old.version + 1;
    IF old.status = 'closed' AND new.status <> 'closed' THEN
        msg := 'account ' || old.id::text || ' is closed';
        RAISE EXCEPTION USING ERRCODE = '45001', MESSAGE = msg;
    ELSIF new.balance <> old.balance AND old.status = 'frozen' THEN
        new.balance := old.balance;
    END IF;
    RETURN NEW;
END
$cfdb$;
CREATE TRIGGER account_bu BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_bu();
CREATE FUNCTION account_ai() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO audit_log (action, account_id, detail, new_balance) VALUES ('insert', new.id, concat_ws(' / ', new.owner, new.email), new.balance);
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER account_ai AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_ai();
CREATE FUNCTION account_au() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF NOT old.balance IS NOT DISTINCT FROM new.balance THEN
        INSERT INTO audit_log (action, account_id, old_balance, new_balance) VALUES ('balance', new.id, old.balance, new.balance);
    END IF;
    IF new.status <> old.status THEN
        INSERT INTO audit_log (action, account_id, detail) VALUES ('status', new.id, old.status::text || '->' || new.status::text);
    END IF;
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER account_au AFTER UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_au();
CREATE FUNCTION account_ad() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    INSERT INTO audit_log (action, account_id, detail, old_balance, new_balance) VALUES ('delete', old.id, old.owner, old.balance, NULL);
    RETURN NULL;
END
$cfdb$;
CREATE TRIGGER account_ad AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_ad();
CREATE FUNCTION account_bd() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $cfdb$
BEGIN
    IF old.balance > 0 THEN
        RAISE EXCEPTION USING ERRCODE = '45002', MESSAGE = 'account is not empty';
    END IF;
    RETURN OLD;
END
$cfdb$;
CREATE TRIGGER account_bd BEFORE DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_bd();
