-- Performance: what this phase asks for all the time is answered from its 3 indexes, and from its keys.
-- Which of several indexes a planner takes depends on the rows that are there. So: an empty copy of the table with this one
-- index, no sequential scan and no sort; a plan that does without both is one that the index can carry.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_sort = off;
DO $$
DECLARE
    wanted     text;
    original   text;
    conditions text;
    definition text;
    line       text;
    plan       text;
BEGIN
    FOR wanted, original, conditions IN VALUES
        ('idx_seo_submission_content_item_id', 'seo_submission',
         $q$WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1'$q$),
        ('idx_seo_submission_pending', 'seo_submission',
         $q$WHERE status = 'pending' ORDER BY requested_at LIMIT 50$q$),
        ('idx_seo_usage_search_engine_id_usage_date', 'seo_usage',
         $q$WHERE search_engine_id = 1 AND usage_date = current_date$q$),
        ('seo_submission_connection_id_submitted_url_key', 'seo_submission',
         $q$WHERE connection_id = '5eed0000-0000-4000-8000-0000000000e1'$q$),
        ('seo_connection_user_id_search_engine_id_site_url_key', 'seo_connection',
         $q$WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'$q$)
    LOOP
        definition := pg_get_indexdef(to_regclass('public.' || wanted)::oid);
        IF definition IS NULL OR position(' ON public.' || original || ' ' IN definition) = 0 THEN
            RAISE EXCEPTION 'expected index % on %, found %', wanted, original, coalesce(definition, 'none');
        END IF;
        EXECUTE format('CREATE TEMPORARY TABLE copy_of_it (LIKE public.%I)', original);
        EXECUTE replace(definition, ' ON public.' || original || ' ', ' ON pg_temp.copy_of_it ');
        plan := '';
        FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT * FROM pg_temp.copy_of_it ' || conditions LOOP
            plan := plan || line || E'\n';
        END LOOP;
        DROP TABLE pg_temp.copy_of_it;
        IF position(wanted IN plan) = 0 OR plan ~ 'Sort|Filter' THEN
            RAISE EXCEPTION 'expected % to be all that is needed for %, found %', wanted, conditions, plan;
        END IF;
    END LOOP;
END
$$;
