-- A keyword is one row per platform, language and day, in lower case.
INSERT INTO public.trending_keyword (platform_id, keyword, score)
SELECT id, 'streamvibe probe', 50 FROM public.platform WHERE slug = 'youtube';
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, 'streamvibe probe', 60 FROM public.platform WHERE slug = 'youtube'$q$,
        $q$INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, 'Streamvibe Probe', 60 FROM public.platform WHERE slug = 'youtube'$q$,
        $q$INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, ' streamvibe probe', 60 FROM public.platform WHERE slug = 'youtube'$q$,
        $q$INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, 'another', 101 FROM public.platform WHERE slug = 'youtube'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected to be refused: %', attempt;
        EXCEPTION WHEN unique_violation OR check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
INSERT INTO public.trending_keyword (platform_id, keyword, observed_on, score)
SELECT id, 'streamvibe probe', current_date - 30, 40 FROM public.platform WHERE slug = 'youtube';
