DO $$
BEGIN
    RAISE EXCEPTION 'too many persons' USING HINT = 'send some home', ERRCODE = 'CF001', DETAIL = 'there are 1';
END
$$;
