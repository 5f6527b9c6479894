SELECT 1;
CREATE FUNCTION wrong() RETURNS text LANGUAGE sql AS $$
    SELECT nickname FROM person
$$;
