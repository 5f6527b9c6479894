-- StreamVibe, phase 4: suggestions that AI models make for content, what they cost, and what became of them.
--
-- The document gives this phase no function in schema public; what its triggers need lives in streamvibe_private.
--
-- A row of ai_suggestion is one analysis: inserting it takes one from the quota, whoever inserts it, service_role and the
-- owner of the schema included. Edge functions therefore insert it as pending before they call the model and do not call
-- increment_quota() themselves; a suggestion that failed gives its analysis back.
--
-- Whose a suggestion is follows from its content, as in phase 3. Only ai_usage has a user_id: it outlives its suggestion.
--
-- Providers and models are switched off, never deleted: nobody is granted DELETE on them. That is why the foreign keys
-- that lead to them need no index.

-- ---------------------------------------------------------------------------------------------------------------------
-- ai_provider, ai_model
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.ai_provider (
    id           smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug         text        NOT NULL,
    name         text        NOT NULL,
    website_url  text        NOT NULL,
    api_key_name text        NOT NULL,
    is_enabled   boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ai_provider_pkey PRIMARY KEY (id),
    CONSTRAINT ai_provider_slug_key UNIQUE (slug),
    CONSTRAINT ai_provider_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT ai_provider_website_url_check CHECK (website_url ~ '^https://'),
    -- Keys themselves (sk-…, AIza…) have small letters or hyphens.
    CONSTRAINT ai_provider_api_key_name_check CHECK (api_key_name ~ '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_API_KEY$')
);
COMMENT ON TABLE public.ai_provider IS 'Companies whose models are called';
COMMENT ON COLUMN public.ai_provider.api_key_name IS 'Environment variable of the edge functions that holds the key; the key is never in the database';
COMMENT ON COLUMN public.ai_provider.is_enabled IS 'Its API key is set';

CREATE TABLE public.ai_model (
    id                           smallint       NOT NULL GENERATED ALWAYS AS IDENTITY,
    provider_id                  smallint       NOT NULL,
    slug                         text           NOT NULL,
    name                         text           NOT NULL,
    prompt_cents_per_million     numeric(10, 2) NOT NULL,
    completion_cents_per_million numeric(10, 2) NOT NULL,
    context_tokens               integer        NOT NULL,
    preference                   smallint       NOT NULL,
    is_enabled                   boolean        NOT NULL DEFAULT false,
    created_at                   timestamptz    NOT NULL DEFAULT now(),
    updated_at                   timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT ai_model_pkey PRIMARY KEY (id),
    CONSTRAINT ai_model_provider_id_slug_key UNIQUE (provider_id, slug),
    CONSTRAINT ai_model_preference_key UNIQUE (preference),
    CONSTRAINT ai_model_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.ai_provider (id),
    CONSTRAINT ai_model_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9._:/-]*$'),
    CONSTRAINT ai_model_prices_check CHECK (prompt_cents_per_million >= 0 AND completion_cents_per_million >= 0),
    CONSTRAINT ai_model_context_tokens_check CHECK (context_tokens > 0)
);
COMMENT ON TABLE public.ai_model IS 'Models that may be called, with their prices in US cents';
COMMENT ON COLUMN public.ai_model.slug IS 'Name of the model in the provider''s API';
COMMENT ON COLUMN public.ai_model.prompt_cents_per_million IS 'Per million tokens. A new price is for new calls: ai_usage keeps what a call cost';
COMMENT ON COLUMN public.ai_model.preference IS 'Where a user has chosen no model, the enabled one with the lowest number is called';

CREATE TRIGGER trg_ai_model_set_updated_at BEFORE UPDATE ON public.ai_model
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- user_ai_setting
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.user_ai_setting (
    user_id             uuid        NOT NULL,
    model_id            smallint,
    language            text,
    tone                text        NOT NULL DEFAULT 'neutral',
    custom_instructions text        NOT NULL DEFAULT '',
    max_titles          smallint    NOT NULL DEFAULT 3,
    max_tags            smallint    NOT NULL DEFAULT 15,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_ai_setting_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_ai_setting_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT user_ai_setting_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.ai_model (id),
    CONSTRAINT user_ai_setting_language_check CHECK (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    CONSTRAINT user_ai_setting_tone_check CHECK (tone IN ('neutral', 'casual', 'professional', 'enthusiastic', 'humorous')),
    CONSTRAINT user_ai_setting_custom_instructions_check CHECK (char_length(custom_instructions) <= 2000),
    CONSTRAINT user_ai_setting_max_titles_check CHECK (max_titles BETWEEN 1 AND 10),
    CONSTRAINT user_ai_setting_max_tags_check CHECK (max_tags BETWEEN 1 AND 50)
);
COMMENT ON TABLE public.user_ai_setting IS 'How a user wants suggestions. No row: the defaults. Whether they are applied at once is user_setting.ai_mode';
COMMENT ON COLUMN public.user_ai_setting.model_id IS 'NULL, or a model that is not enabled any more: see ai_model.preference';
COMMENT ON COLUMN public.user_ai_setting.language IS 'Of suggestions; NULL: that of the content';
COMMENT ON COLUMN public.user_ai_setting.custom_instructions IS 'Added to the prompt as the user''s words, never as the system''s';

CREATE TRIGGER trg_user_ai_setting_set_updated_at BEFORE UPDATE ON public.user_ai_setting
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- ai_suggestion
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.ai_suggestion (
    id                    uuid           NOT NULL DEFAULT gen_random_uuid(),
    content_item_id       uuid           NOT NULL,
    model_id              smallint       NOT NULL,
    status                text           NOT NULL DEFAULT 'pending',
    suggested_titles      text[]         NOT NULL DEFAULT '{}',
    suggested_description text,
    suggested_tags        text[]         NOT NULL DEFAULT '{}',
    suggested_hashtags    text[]         NOT NULL DEFAULT '{}',
    total_cost_cents      numeric(16, 8) NOT NULL DEFAULT 0,
    error_message         text,
    created_at            timestamptz    NOT NULL DEFAULT now(),
    updated_at            timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT ai_suggestion_pkey PRIMARY KEY (id),
    CONSTRAINT ai_suggestion_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT ai_suggestion_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.ai_model (id),
    CONSTRAINT ai_suggestion_status_check CHECK (status IN ('pending', 'completed', 'failed')),
    CONSTRAINT ai_suggestion_error_message_check CHECK (status = 'failed' OR error_message IS NULL),
    -- What is applied must fit into content_item.
    CONSTRAINT ai_suggestion_suggested_titles_check
        CHECK (cardinality(suggested_titles) <= 10 AND array_position(suggested_titles, NULL) IS NULL),
    CONSTRAINT ai_suggestion_suggested_description_check CHECK (char_length(suggested_description) <= 65536),
    CONSTRAINT ai_suggestion_suggested_tags_check
        CHECK (cardinality(suggested_tags) <= 500 AND array_position(suggested_tags, NULL) IS NULL),
    CONSTRAINT ai_suggestion_suggested_hashtags_check
        CHECK (cardinality(suggested_hashtags) <= 500 AND array_position(suggested_hashtags, NULL) IS NULL),
    CONSTRAINT ai_suggestion_total_cost_cents_check CHECK (total_cost_cents >= 0)
);
COMMENT ON TABLE public.ai_suggestion IS 'One analysis of a piece of content. Inserting it uses quota';
COMMENT ON COLUMN public.ai_suggestion.status IS 'pending, then completed or failed, for good: another attempt is another row';
COMMENT ON COLUMN public.ai_suggestion.suggested_titles IS 'Best first';
COMMENT ON COLUMN public.ai_suggestion.suggested_hashtags IS 'Without the leading #';
COMMENT ON COLUMN public.ai_suggestion.total_cost_cents IS
    'US cents over all calls, those that failed included; the sum of ai_usage, kept by trigger. A call costs a fraction of a cent';

CREATE INDEX idx_ai_suggestion_content_item_id_created_at ON public.ai_suggestion (content_item_id, created_at DESC);

CREATE TRIGGER trg_ai_suggestion_set_updated_at BEFORE UPDATE ON public.ai_suggestion
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- AFTER, not BEFORE: a BEFORE INSERT trigger also fires for rows that ON CONFLICT then skips, and would count them.
-- increment_quota() takes the row lock of the subscription, so two sessions cannot both take the last analysis.
CREATE FUNCTION streamvibe_private.keep_ai_quota() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    holder uuid;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status <> 'pending' THEN
        RAISE EXCEPTION 'suggestion % is % and stays so', OLD.id, OLD.status
            USING ERRCODE = 'check_violation', HINT = 'another attempt is another suggestion';
    END IF;

    SELECT a.user_id INTO holder
      FROM public.content_item c
      JOIN public.social_account a ON a.id = c.social_account_id
     WHERE c.id = NEW.content_item_id;

    IF TG_OP = 'INSERT' AND NEW.status <> 'failed' THEN
        IF NOT public.increment_quota(holder, 'ai_analysis', 1) THEN
            RAISE EXCEPTION 'AI analysis quota exceeded'
                USING ERRCODE = 'check_violation', HINT = 'wait for the next cycle or choose a larger tier';
        END IF;
    -- Given back to the cycle that it was taken from, and to no other.
    ELSIF TG_OP = 'UPDATE' AND NEW.status = 'failed' AND EXISTS (
        SELECT FROM public.subscription s
         WHERE s.user_id = holder AND s.cycle_start_date <= NEW.created_at AND s.cycle_end_date > now())
    THEN
        PERFORM public.decrement_quota(holder, 'ai_analysis', 1);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.keep_ai_quota() IS 'AFTER INSERT or a new status: takes one AI analysis from the owner of the content, or gives it back';
REVOKE ALL ON FUNCTION streamvibe_private.keep_ai_quota() FROM PUBLIC;

CREATE TRIGGER trg_ai_suggestion_take_quota AFTER INSERT ON public.ai_suggestion
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.keep_ai_quota();
CREATE TRIGGER trg_ai_suggestion_settle_quota AFTER UPDATE OF status ON public.ai_suggestion
    FOR EACH ROW WHEN (OLD.status <> NEW.status)
    EXECUTE FUNCTION streamvibe_private.keep_ai_quota();

-- ---------------------------------------------------------------------------------------------------------------------
-- ai_suggestion_application
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.ai_suggestion_application (
    id            uuid                    NOT NULL DEFAULT gen_random_uuid(),
    suggestion_id uuid                    NOT NULL,
    field         text                    NOT NULL,
    applied_value text[]                  NOT NULL,
    mode          public.action_mode_enum NOT NULL DEFAULT 'review',
    created_at    timestamptz             NOT NULL DEFAULT now(),
    CONSTRAINT ai_suggestion_application_pkey PRIMARY KEY (id),
    CONSTRAINT ai_suggestion_application_suggestion_id_fkey FOREIGN KEY (suggestion_id)
        REFERENCES public.ai_suggestion (id) ON DELETE CASCADE,
    CONSTRAINT ai_suggestion_application_field_check CHECK (field IN ('title', 'description', 'tags', 'hashtags')),
    CONSTRAINT ai_suggestion_application_applied_value_check
        CHECK (array_position(applied_value, NULL) IS NULL
               AND CASE WHEN field IN ('title', 'description') THEN cardinality(applied_value) = 1
                        ELSE cardinality(applied_value) BETWEEN 1 AND 500 END)
);
COMMENT ON TABLE public.ai_suggestion_application IS
    'What was taken over from a suggestion. Inserting a row does it: the content changes in the same transaction';
COMMENT ON COLUMN public.ai_suggestion_application.applied_value IS
    'The one title or description that replaces the old one; or the tags that are added. What was there before is in content_revision';
COMMENT ON COLUMN public.ai_suggestion_application.mode IS 'automatic: by an edge function, as user_setting.ai_mode allows; else by the user';

CREATE INDEX idx_ai_suggestion_application_suggestion_id_created_at
    ON public.ai_suggestion_application (suggestion_id, created_at DESC);

-- Not SECURITY DEFINER: the policies of content_item decide whose content may change.
CREATE FUNCTION streamvibe_private.apply_suggestion() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    suggestion public.ai_suggestion;
    offered    text[];
BEGIN
    SELECT s.* INTO suggestion FROM public.ai_suggestion s WHERE s.id = NEW.suggestion_id;
    offered := CASE NEW.field
                   WHEN 'title'       THEN suggestion.suggested_titles
                   WHEN 'description' THEN ARRAY[suggestion.suggested_description]
                   WHEN 'tags'        THEN suggestion.suggested_tags
                   WHEN 'hashtags'    THEN suggestion.suggested_hashtags
               END;
    IF suggestion.status IS DISTINCT FROM 'completed' OR NOT NEW.applied_value <@ offered THEN
        RAISE EXCEPTION 'not a % that suggestion % makes', NEW.field, NEW.suggestion_id
            USING ERRCODE = 'check_violation', HINT = 'words of one''s own are an edit of content_item';
    END IF;

    UPDATE public.content_item c
       SET title       = CASE NEW.field WHEN 'title' THEN NEW.applied_value[1] ELSE c.title END,
           description = CASE NEW.field WHEN 'description' THEN NEW.applied_value[1] ELSE c.description END,
           tags        = CASE NEW.field WHEN 'tags' THEN c.tags || ARRAY(
                             SELECT v.word FROM unnest(NEW.applied_value) WITH ORDINALITY AS v (word, n)
                              WHERE v.word <> ALL (c.tags) GROUP BY v.word ORDER BY min(v.n)) ELSE c.tags END,
           hashtags    = CASE NEW.field WHEN 'hashtags' THEN c.hashtags || ARRAY(
                             SELECT v.word FROM unnest(NEW.applied_value) WITH ORDINALITY AS v (word, n)
                              WHERE v.word <> ALL (c.hashtags) GROUP BY v.word ORDER BY min(v.n)) ELSE c.hashtags END
     WHERE c.id = suggestion.content_item_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'content of another user' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.apply_suggestion() IS 'AFTER INSERT: writes what was chosen into the content';
REVOKE ALL ON FUNCTION streamvibe_private.apply_suggestion() FROM PUBLIC;

CREATE TRIGGER trg_ai_suggestion_application_apply AFTER INSERT ON public.ai_suggestion_application
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.apply_suggestion();

-- ---------------------------------------------------------------------------------------------------------------------
-- ai_usage
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.ai_usage (
    id                bigint         NOT NULL GENERATED ALWAYS AS IDENTITY,
    user_id           uuid,
    suggestion_id     uuid,
    model_id          smallint       NOT NULL,
    prompt_tokens     integer        NOT NULL,
    completion_tokens integer        NOT NULL,
    cost_cents        numeric(16, 8) NOT NULL DEFAULT 0,
    created_at        timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT ai_usage_pkey PRIMARY KEY (id),
    CONSTRAINT ai_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL,
    CONSTRAINT ai_usage_suggestion_id_fkey FOREIGN KEY (suggestion_id) REFERENCES public.ai_suggestion (id) ON DELETE SET NULL,
    CONSTRAINT ai_usage_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.ai_model (id),
    CONSTRAINT ai_usage_prompt_tokens_check CHECK (prompt_tokens >= 0),
    CONSTRAINT ai_usage_completion_tokens_check CHECK (completion_tokens >= 0),
    CONSTRAINT ai_usage_cost_cents_check CHECK (cost_cents >= 0)
);
COMMENT ON TABLE public.ai_usage IS 'One call of a model. Append-only: it is held against the provider''s invoice, and outlives user and suggestion';
COMMENT ON COLUMN public.ai_usage.user_id IS 'For whom; NULL: a user who was erased since';
COMMENT ON COLUMN public.ai_usage.suggestion_id IS 'NULL: no suggestion came of it, or it is gone';
COMMENT ON COLUMN public.ai_usage.cost_cents IS 'US cents, exact, from the model''s prices at the time of the call; set by trigger, whatever was given';

CREATE INDEX idx_ai_usage_user_id_created_at ON public.ai_usage (user_id, created_at DESC);
CREATE INDEX idx_ai_usage_suggestion_id ON public.ai_usage (suggestion_id) WHERE suggestion_id IS NOT NULL;

CREATE FUNCTION streamvibe_private.price_ai_usage() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    holder uuid;
BEGIN
    IF NEW.suggestion_id IS NOT NULL THEN
        SELECT a.user_id INTO holder
          FROM public.ai_suggestion s
          JOIN public.content_item c ON c.id = s.content_item_id
          JOIN public.social_account a ON a.id = c.social_account_id
         WHERE s.id = NEW.suggestion_id;
        NEW.user_id := coalesce(NEW.user_id, holder);
        IF NEW.user_id <> holder THEN
            RAISE EXCEPTION 'suggestion % is not of user %', NEW.suggestion_id, NEW.user_id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    -- The column itself allows NULL for users who are erased later.
    IF NEW.user_id IS NULL THEN
        RAISE EXCEPTION 'usage without a user' USING ERRCODE = 'not_null_violation';
    END IF;

    -- Two decimals of price over a million: eight decimals are exact. An unknown model is left to the foreign key.
    SELECT (NEW.prompt_tokens * m.prompt_cents_per_million + NEW.completion_tokens * m.completion_cents_per_million) / 1000000
      INTO NEW.cost_cents
      FROM public.ai_model m
     WHERE m.id = NEW.model_id;
    NEW.cost_cents := coalesce(NEW.cost_cents, 0);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION streamvibe_private.price_ai_usage() IS 'BEFORE INSERT: whose the call is, and what it cost';
REVOKE ALL ON FUNCTION streamvibe_private.price_ai_usage() FROM PUBLIC;

CREATE FUNCTION streamvibe_private.add_ai_cost() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    UPDATE public.ai_suggestion SET total_cost_cents = total_cost_cents + NEW.cost_cents WHERE id = NEW.suggestion_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.add_ai_cost() IS 'AFTER INSERT: adds the cost of the call to its suggestion';
REVOKE ALL ON FUNCTION streamvibe_private.add_ai_cost() FROM PUBLIC;

CREATE TRIGGER trg_ai_usage_price BEFORE INSERT ON public.ai_usage
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.price_ai_usage();
CREATE TRIGGER trg_ai_usage_add_cost AFTER INSERT ON public.ai_usage
    FOR EACH ROW WHEN (NEW.suggestion_id IS NOT NULL)
    EXECUTE FUNCTION streamvibe_private.add_ai_cost();

-- ---------------------------------------------------------------------------------------------------------------------
-- trending_keyword
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.trending_keyword (
    id            bigint        NOT NULL GENERATED ALWAYS AS IDENTITY,
    platform_id   smallint      NOT NULL,
    language      text          NOT NULL DEFAULT 'en',
    keyword       text          NOT NULL,
    observed_on   date          NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
    score         numeric(6, 3) NOT NULL,
    search_volume bigint,
    created_at    timestamptz   NOT NULL DEFAULT now(),
    CONSTRAINT trending_keyword_pkey PRIMARY KEY (id),
    -- Led by the platform, it serves that foreign key as well.
    CONSTRAINT trending_keyword_platform_id_language_keyword_observed_on_key UNIQUE (platform_id, language, keyword, observed_on),
    CONSTRAINT trending_keyword_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platform (id),
    CONSTRAINT trending_keyword_language_check CHECK (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    CONSTRAINT trending_keyword_keyword_check
        CHECK (keyword = lower(btrim(keyword)) AND char_length(keyword) BETWEEN 1 AND 200),
    CONSTRAINT trending_keyword_score_check CHECK (score BETWEEN 0 AND 100),
    CONSTRAINT trending_keyword_search_volume_check CHECK (search_volume >= 0)
);
COMMENT ON TABLE public.trending_keyword IS 'What people look for on a platform, by day; goes into prompts';
COMMENT ON COLUMN public.trending_keyword.keyword IS 'Lower case, so that one keyword is one row a day';
COMMENT ON COLUMN public.trending_keyword.observed_on IS 'Day in UTC';
COMMENT ON COLUMN public.trending_keyword.score IS '0 to 100, relative to the other keywords of that platform, language and day';
COMMENT ON COLUMN public.trending_keyword.search_volume IS 'Searches that day; NULL where the platform does not tell';

CREATE INDEX idx_trending_keyword_platform_id_language_observed_on_score
    ON public.trending_keyword (platform_id, language, observed_on DESC, score DESC);

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights. Asking a model is the edge functions' work; users choose how, look, apply, and throw away.
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.ai_provider, public.ai_model, public.user_ai_setting, public.ai_suggestion,
    public.ai_suggestion_application, public.ai_usage, public.trending_keyword FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.ai_provider_id_seq, public.ai_model_id_seq, public.ai_usage_id_seq, public.trending_keyword_id_seq
    FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.ai_provider, public.ai_model, public.user_ai_setting, public.ai_suggestion,
    public.ai_suggestion_application, public.ai_usage, public.trending_keyword TO authenticated;
GRANT INSERT (user_id, model_id, language, tone, custom_instructions, max_titles, max_tags),
      UPDATE (model_id, language, tone, custom_instructions, max_titles, max_tags), DELETE
    ON TABLE public.user_ai_setting TO authenticated;
GRANT DELETE ON TABLE public.ai_suggestion TO authenticated;
GRANT INSERT (suggestion_id, field, applied_value, mode) ON TABLE public.ai_suggestion_application TO authenticated;

GRANT SELECT, INSERT, UPDATE ON TABLE public.ai_provider, public.ai_model TO service_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.user_ai_setting, public.trending_keyword TO service_role;
-- Not the content it belongs to, not its cost, not its age: quota and books rest on them.
GRANT SELECT, INSERT (id, content_item_id, model_id, status, suggested_titles, suggested_description, suggested_tags,
                      suggested_hashtags, error_message),
      UPDATE (model_id, status, suggested_titles, suggested_description, suggested_tags, suggested_hashtags, error_message),
      DELETE
    ON TABLE public.ai_suggestion TO service_role;
GRANT SELECT, INSERT ON TABLE public.ai_suggestion_application, public.ai_usage TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.ai_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ai_model ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_ai_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ai_suggestion ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ai_suggestion_application ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ai_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.trending_keyword ENABLE ROW LEVEL SECURITY;

CREATE POLICY ai_provider_select ON public.ai_provider FOR SELECT TO authenticated
    USING (true);
CREATE POLICY ai_provider_service_role ON public.ai_provider FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY ai_model_select ON public.ai_model FOR SELECT TO authenticated
    USING (true);
CREATE POLICY ai_model_service_role ON public.ai_model FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY user_ai_setting_select_own ON public.user_ai_setting FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY user_ai_setting_insert_own ON public.user_ai_setting FOR INSERT TO authenticated
    WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY user_ai_setting_update_own ON public.user_ai_setting FOR UPDATE TO authenticated
    USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY user_ai_setting_delete_own ON public.user_ai_setting FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY user_ai_setting_service_role ON public.user_ai_setting FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY ai_suggestion_select_own ON public.ai_suggestion FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.content_item c
                     JOIN public.social_account a ON a.id = c.social_account_id
                    WHERE c.id = ai_suggestion.content_item_id AND a.user_id = (SELECT auth.uid())));
CREATE POLICY ai_suggestion_delete_own ON public.ai_suggestion FOR DELETE TO authenticated
    USING (EXISTS (SELECT FROM public.content_item c
                     JOIN public.social_account a ON a.id = c.social_account_id
                    WHERE c.id = ai_suggestion.content_item_id AND a.user_id = (SELECT auth.uid())));
CREATE POLICY ai_suggestion_service_role ON public.ai_suggestion FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- The sub-selects obey the policies of ai_suggestion: what a user sees there is his.
CREATE POLICY ai_suggestion_application_select_own ON public.ai_suggestion_application FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.ai_suggestion s WHERE s.id = ai_suggestion_application.suggestion_id));
CREATE POLICY ai_suggestion_application_insert_own ON public.ai_suggestion_application FOR INSERT TO authenticated
    WITH CHECK (mode <> 'automatic'
                AND EXISTS (SELECT FROM public.ai_suggestion s WHERE s.id = ai_suggestion_application.suggestion_id));
CREATE POLICY ai_suggestion_application_service_role ON public.ai_suggestion_application FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY ai_usage_select ON public.ai_usage FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY ai_usage_service_role ON public.ai_usage FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY trending_keyword_select ON public.trending_keyword FOR SELECT TO authenticated
    USING (true);
CREATE POLICY trending_keyword_service_role ON public.trending_keyword FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. The document names three providers by their API keys and counts four, and counts five models without naming them;
-- Mistral waits for its key. Prices are the list prices of late 2025: look at the provider's page before relying on them.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.ai_provider (slug, name, website_url, api_key_name, is_enabled)
VALUES
    ('openai',    'OpenAI',     'https://openai.com',        'OPENAI_API_KEY',    true),
    ('anthropic', 'Anthropic',  'https://www.anthropic.com', 'ANTHROPIC_API_KEY', true),
    ('google',    'Google AI',  'https://ai.google.dev',     'GOOGLE_AI_API_KEY', true),
    ('mistral',   'Mistral AI', 'https://mistral.ai',        'MISTRAL_API_KEY',   false);

INSERT INTO public.ai_model
    (provider_id, slug, name, prompt_cents_per_million, completion_cents_per_million, context_tokens, preference, is_enabled)
SELECT p.id, v.slug, v.name, v.prompt, v.completion, v.context, v.preference, v.is_enabled
  FROM (VALUES
        ('openai',    'gpt-4o-mini',          'GPT-4o mini',       15.00,   60.00,  128000, 1, true),
        ('openai',    'gpt-4o',               'GPT-4o',           250.00, 1000.00,  128000, 4, true),
        ('anthropic', 'claude-haiku-4-5',     'Claude Haiku 4.5', 100.00,  500.00,  200000, 3, true),
        ('google',    'gemini-2.5-flash',     'Gemini 2.5 Flash',  30.00,  250.00, 1048576, 2, true),
        ('mistral',   'mistral-small-latest', 'Mistral Small',     10.00,   30.00,  128000, 5, false)
       ) AS v (provider, slug, name, prompt, completion, context, preference, is_enabled)
  JOIN public.ai_provider p ON p.slug = v.provider
 ORDER BY v.preference;
