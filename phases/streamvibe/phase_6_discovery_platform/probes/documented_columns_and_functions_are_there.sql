-- What the document's queries of this phase name, by type; and its four functions, by what they take and give.
SELECT 'expected column ' || wanted.col || ' ' || wanted.type || CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END
       || ', found ' || coalesce(format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, 'none')
  FROM (VALUES
        ('content_item', 'title',           'text',                     true),
        ('content_item', 'total_clicks',    'bigint',                   true),
        ('content_item', 'views_count',     'bigint',                   true),
        ('content_item', 'published_at',    'timestamp with time zone', false),
        ('content_item', 'category_id',     'smallint',                 false),
        ('users',        'profile_slug',    'text',                     false),
        ('users',        'total_followers', 'bigint',                   true)
       ) AS wanted (tab, col, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
         ON a.attrelid = to_regclass('public.' || wanted.tab) AND a.attname = wanted.col AND NOT a.attisdropped
 WHERE (format_type(a.atttypid, a.atttypmod), a.attnotnull) IS DISTINCT FROM (wanted.type, wanted.required);

SELECT 'expected function ' || wanted.signature || ' returning ' || wanted.result || ', found '
       || coalesce(pg_get_function_result(to_regprocedure('public.' || wanted.signature)::oid), 'none')
  FROM (VALUES ('generate_profile_slug(text,uuid)',                               'text'),
               ('update_total_followers()',                                       'trigger'),
               ('increment_content_clicks(uuid,text)',                            'bigint'),
               ('calculate_trend_score(bigint,bigint,timestamp with time zone)',  'double precision')
       ) AS wanted (signature, result)
 WHERE pg_get_function_result(to_regprocedure('public.' || wanted.signature)::oid) IS DISTINCT FROM wanted.result;
