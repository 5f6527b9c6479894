-- Workers get the most urgent job first, then the oldest; nothing before its time, nothing of a type that is switched off.
INSERT INTO public.job_type (slug, name) VALUES ('streamvibe_probe', 'Probe'), ('streamvibe_probe_off', 'Probe');
SET LOCAL ROLE service_role;
DO $$
DECLARE
    found text;
BEGIN
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"5a"}', 5);
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"10"}', 10);
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"1"}', 1);
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"5b"}');
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"tomorrow"}', 1, now() + interval '1 day');
    PERFORM public.create_job(NULL, 'streamvibe_probe', '{"n":"4"}', 4, now() - interval '1 day');
    PERFORM public.create_job(NULL, 'streamvibe_probe_off', '{"n":"off"}', 1);
    UPDATE public.job_type SET is_enabled = false WHERE slug = 'streamvibe_probe_off';

    SELECT string_agg(c.payload ->> 'n', ' ' ORDER BY c.place) INTO found
      FROM public.claim_jobs('probe', 2, ARRAY['streamvibe_probe', 'streamvibe_probe_off']) WITH ORDINALITY
           AS c (job_id, job_type, user_id, payload, attempt, max_attempts, claim_token, lease_expires_at, place);
    IF found IS DISTINCT FROM '1 4' THEN
        RAISE EXCEPTION 'first claim of two: expected 1 4, found %', coalesce(found, 'none');
    END IF;
    SELECT string_agg(c.payload ->> 'n', ' ' ORDER BY c.place) INTO found
      FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe', 'streamvibe_probe_off']) WITH ORDINALITY
           AS c (job_id, job_type, user_id, payload, attempt, max_attempts, claim_token, lease_expires_at, place);
    IF found IS DISTINCT FROM '5a' THEN
        RAISE EXCEPTION 'claim of the next: expected 5a, found %', coalesce(found, 'none');
    END IF;
    SELECT string_agg(c.payload ->> 'n', ' ' ORDER BY c.place) INTO found
      FROM public.claim_jobs('probe', 100, ARRAY['streamvibe_probe', 'streamvibe_probe_off']) WITH ORDINALITY
           AS c (job_id, job_type, user_id, payload, attempt, max_attempts, claim_token, lease_expires_at, place);
    IF found IS DISTINCT FROM '5b 10' THEN
        RAISE EXCEPTION 'claim of the rest: expected 5b 10, found %', coalesce(found, 'none');
    END IF;
    IF EXISTS (SELECT FROM public.claim_jobs('probe', 100, ARRAY['streamvibe_probe', 'streamvibe_probe_off'])) THEN
        RAISE EXCEPTION 'expected nothing to be left';
    END IF;
END
$$;
-- What makes no sense is an error.
DO $$
DECLARE
    call text;
BEGIN
    FOREACH call IN ARRAY ARRAY[
        $q$SELECT public.create_job(NULL, 'streamvibe_prob')$q$,
        $q$SELECT public.create_job(NULL, NULL)$q$,
        $q$SELECT public.create_job(NULL, 'streamvibe_probe', NULL)$q$,
        $q$SELECT public.create_job(NULL, 'streamvibe_probe', '[]')$q$,
        $q$SELECT public.create_job(NULL, 'streamvibe_probe', '{}', 0)$q$,
        $q$SELECT public.create_job(NULL, 'streamvibe_probe', '{}', 11)$q$,
        $q$SELECT public.claim_jobs('', 1)$q$,
        $q$SELECT public.claim_jobs('probe', 0)$q$,
        $q$SELECT public.claim_jobs('probe', 1, ARRAY['streamvibe_prob'])$q$,
        $q$SELECT public.get_user_jobs(NULL, 'done')$q$]
    LOOP
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION 'expected an error: %', call;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
    BEGIN
        PERFORM public.create_job(NULL, 'streamvibe_probe_off', '{"n":2}');
        RAISE EXCEPTION 'expected no new job of a type that is switched off';
    EXCEPTION WHEN object_not_in_prerequisite_state THEN
        NULL;
    END;
END
$$;
