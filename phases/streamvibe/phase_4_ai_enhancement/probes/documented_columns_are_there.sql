-- What the documents queries of this phase name, by type.
SELECT 'expected column ' || wanted.col || ' ' || wanted.type || CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END
       || ', found ' || coalesce(format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, 'none')
  FROM (VALUES
        ('ai_suggestion', 'content_item_id',   'uuid',                     true),
        ('ai_suggestion', 'suggested_titles',  'text[]',                   true),
        ('ai_suggestion', 'suggested_tags',    'text[]',                   true),
        ('ai_suggestion', 'total_cost_cents',  'numeric(16,8)',            true),
        ('ai_usage',      'user_id',           'uuid',                     false),
        ('ai_usage',      'prompt_tokens',     'integer',                  true),
        ('ai_usage',      'completion_tokens', 'integer',                  true),
        ('ai_usage',      'cost_cents',        'numeric(16,8)',            true),
        ('ai_usage',      'created_at',        'timestamp with time zone', true),
        ('subscription',  'ai_analyses_used',  'integer',                  true)
       ) AS wanted (tab, col, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
         ON a.attrelid = to_regclass('public.' || wanted.tab) AND a.attname = wanted.col AND NOT a.attisdropped
 WHERE (format_type(a.atttypid, a.atttypmod), a.attnotnull) IS DISTINCT FROM (wanted.type, wanted.required);
