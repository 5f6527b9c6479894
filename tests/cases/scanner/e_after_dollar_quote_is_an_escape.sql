select $$;$$ is distinct from E'\';' , $e$x$e$is not distinct from e'\';';
select 2;
