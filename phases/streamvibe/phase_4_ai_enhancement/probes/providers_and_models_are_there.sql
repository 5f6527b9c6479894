-- Initial data: 4 providers, 5 models; the document's three API keys. Signed-in users may read them.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated"}';
SET LOCAL ROLE authenticated;
SELECT 'expected provider ' || wanted.slug || ' with ' || wanted.api_key_name || ', found ' || coalesce(p.api_key_name, 'none')
  FROM (VALUES ('openai', 'OPENAI_API_KEY'), ('anthropic', 'ANTHROPIC_API_KEY'), ('google', 'GOOGLE_AI_API_KEY'),
               ('mistral', 'MISTRAL_API_KEY')) AS wanted (slug, api_key_name)
  LEFT JOIN public.ai_provider p ON p.slug = wanted.slug
 WHERE p.api_key_name IS DISTINCT FROM wanted.api_key_name;
SELECT 'expected model ' || wanted.model || ' of ' || wanted.provider || ', found none'
  FROM (VALUES ('openai', 'gpt-4o-mini'), ('openai', 'gpt-4o'), ('anthropic', 'claude-haiku-4-5'),
               ('google', 'gemini-2.5-flash'), ('mistral', 'mistral-small-latest')) AS wanted (provider, model)
 WHERE NOT EXISTS (SELECT FROM public.ai_model m JOIN public.ai_provider p ON p.id = m.provider_id
                    WHERE p.slug = wanted.provider AND m.slug = wanted.model);
-- Somebody who has chosen nothing gets a model.
SELECT 'expected an enabled model of an enabled provider, found none'
 WHERE NOT EXISTS (SELECT FROM public.ai_model m JOIN public.ai_provider p ON p.id = m.provider_id WHERE m.is_enabled AND p.is_enabled);
RESET ROLE;
-- A key does not fit where its name belongs.
DO $$
DECLARE
    secret text;
BEGIN
    FOREACH secret IN ARRAY ARRAY['sk-proj-0123456789abcdefghij', 'AIzaSyA0123456789abcdefghij', '', 'openai_api_key'] LOOP
        BEGIN
            UPDATE public.ai_provider SET api_key_name = secret WHERE slug = 'openai';
            RAISE EXCEPTION 'expected to be refused as the name of a key: %', secret;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
