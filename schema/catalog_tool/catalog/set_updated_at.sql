CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.set_updated_at() IS 'BEFORE UPDATE: the time of the last change';
