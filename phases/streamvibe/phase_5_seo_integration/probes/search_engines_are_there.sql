-- Initial data: 4 search engines; the document's two API keys. Everybody may read them.
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected search engine ' || wanted.slug || ' with ' || coalesce(wanted.api_key_name, 'no key') || ', found '
       || CASE WHEN e.id IS NULL THEN 'none' ELSE coalesce(e.api_key_name, 'no key') END
  FROM (VALUES ('google', 'GOOGLE_SEARCH_CONSOLE_API_KEY'), ('bing', 'BING_WEBMASTER_API_KEY'), ('yandex', NULL), ('naver', NULL))
       AS wanted (slug, api_key_name)
  LEFT JOIN public.search_engine e ON e.slug = wanted.slug
 WHERE e.id IS NULL OR e.api_key_name IS DISTINCT FROM wanted.api_key_name;
RESET ROLE;
-- A key does not fit where its name belongs, and an engine with an API of its own needs one.
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.search_engine SET api_key_name = 'AIzaSyA0123456789abcdefghij' WHERE slug = 'google'$q$,
        $q$UPDATE public.search_engine SET api_key_name = NULL WHERE slug = 'bing'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected to be refused: %', attempt;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
