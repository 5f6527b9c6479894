SELECT 1;
DO $$
BEGIN
    PERFORM nope FROM person;
END
$$;
