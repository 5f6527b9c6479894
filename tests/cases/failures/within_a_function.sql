CREATE FUNCTION fails(n int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    RETURN n / 0;
END
$$;
SELECT fails(1);
