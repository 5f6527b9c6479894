select $$;$$, $$;$$||$$;$$;
select $x$;$x$||$y$;$y$;
