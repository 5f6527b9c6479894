-- Performance: what this phase asks for all the time is answered from its 5 indexes.
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
        ('idx_ai_suggestion_content_item_id_created_at', 'ai_suggestion',
         $q$WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' ORDER BY created_at DESC$q$),
        ('idx_ai_suggestion_application_suggestion_id_created_at', 'ai_suggestion_application',
         $q$WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1' ORDER BY created_at DESC$q$),
        ('idx_ai_usage_user_id_created_at', 'ai_usage',
         $q$WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' ORDER BY created_at DESC$q$),
        ('idx_ai_usage_suggestion_id', 'ai_usage',
         $q$WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1'$q$),
        ('idx_trending_keyword_platform_id_language_observed_on_score', 'trending_keyword',
         $q$WHERE platform_id = 1 AND language = 'en' AND observed_on = current_date ORDER BY score DESC$q$)
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
