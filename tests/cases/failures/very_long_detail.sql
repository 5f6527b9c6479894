DO $$ BEGIN RAISE EXCEPTION 'many lines' USING DETAIL = repeat(E'and one more\n', 100); END $$;
