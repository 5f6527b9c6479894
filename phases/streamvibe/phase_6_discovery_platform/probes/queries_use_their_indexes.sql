-- Performance: what visitors ask for is answered from the 12 indexes of this phase.
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
        ('idx_content_item_public_category_id_published_at', 'content_item',
         $q$WHERE visibility = 'public' AND deleted_at IS NULL AND category_id = 1 ORDER BY published_at DESC LIMIT 20$q$),
        ('idx_content_item_public_language_published_at', 'content_item',
         $q$WHERE visibility = 'public' AND deleted_at IS NULL AND language = 'en' ORDER BY published_at DESC LIMIT 20$q$),
        ('idx_content_item_public_content_type_id_published_at', 'content_item',
         $q$WHERE visibility = 'public' AND deleted_at IS NULL AND content_type_id = 1 ORDER BY published_at DESC LIMIT 20$q$),
        ('idx_content_item_public_views_count', 'content_item',
         $q$WHERE visibility = 'public' AND deleted_at IS NULL ORDER BY views_count DESC LIMIT 20$q$),
        ('idx_users_public_display_name', 'users',
         $q$WHERE visibility = 'public' AND lower(display_name) LIKE 'tech%'$q$),
        ('idx_social_account_public_platform_id_follower_count', 'social_account',
         $q$WHERE visibility = 'public' AND platform_id = 1 ORDER BY follower_count DESC LIMIT 20$q$),
        ('idx_content_tag_tag', 'content_tag',
         $q$WHERE tag = 'minecraft'$q$),
        ('idx_content_click_content_item_id_clicked_at', 'content_click',
         $q$WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' ORDER BY clicked_at DESC$q$),
        ('idx_content_click_user_id_clicked_at', 'content_click',
         $q$WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' ORDER BY clicked_at DESC$q$),
        ('idx_featured_creator_sort_order_featured_from', 'featured_creator',
         $q$ORDER BY sort_order, featured_from DESC$q$),
        ('idx_featured_creator_featured_by', 'featured_creator',
         $q$WHERE featured_by = '5eed0000-0000-4000-8000-00000000000a'$q$),
        ('idx_content_click_clicked_at', 'content_click',
         $q$WHERE clicked_at < now() - interval '1 year'$q$)
    LOOP
        definition := pg_get_indexdef(to_regclass('public.' || wanted)::oid);
        IF definition IS NULL OR position(' ON public.' || original || ' ' IN definition) = 0 THEN
            RAISE EXCEPTION 'expected index % on %, found %', wanted, original, coalesce(definition, 'none');
        END IF;
        EXECUTE format('CREATE TEMPORARY TABLE copy_of_it (LIKE public.%I)', original);
        EXECUTE replace(definition, ' ON public.' || original || ' ', ' ON pg_temp.copy_of_it ');
        plan := '';
        FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT * FROM pg_temp.copy_of_it ' || conditions LOOP
            CONTINUE WHEN line ~ 'Filter: .* ~~ ';  -- LIKE looks again at what the index found
            plan := plan || line || E'\n';
        END LOOP;
        DROP TABLE pg_temp.copy_of_it;
        IF position(wanted IN plan) = 0 OR plan ~ 'Sort|Filter' THEN
            RAISE EXCEPTION 'expected % to be all that is needed for %, found %', wanted, conditions, plan;
        END IF;
    END LOOP;
END
$$;
