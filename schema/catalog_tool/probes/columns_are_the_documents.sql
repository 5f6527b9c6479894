-- Every column that the document names, in its order, and no other: firebase_uid and auth_method stand where the second
-- migration put them. "id" is the document's "auto-increment".
SELECT format('%s: expected %s, found %s', d.table_name, d.columns, coalesce(f.columns, 'no such table'))
  FROM (VALUES
        ('video', 'id int! auto, video_id varchar(20)!, asset_id varchar(50), custom_id varchar(100), title varchar(200), artist varchar(200)[], genre varchar(100)[], label varchar(200), channel_display_name varchar(100), category varchar(50), upc varchar(20), isrc varchar(12), claimed_status varchar(10), claimed_by_another_owner varchar(10), other_owners_claiming text, third_party_ads_enabled varchar(10), display_ads_enabled varchar(10), sponsored_cards_enabled varchar(10), overlay_ads_enabled varchar(10), nonskippable_video_ads_enabled varchar(10), long_nonskippable_video_ads_enabled varchar(10), skippable_video_ads_enabled varchar(10), prerolls_enabled varchar(10), midrolls_enabled varchar(10), postrolls_enabled varchar(10), embedding_allowed varchar(10), ratings_allowed varchar(10), comments_allowed varchar(10), privacy_status varchar(20), effective_policy text, video_length int, views bigint, hidden boolean!, administered boolean!, administered_at timestamptz, is_short boolean!, is_live_stream boolean!, upload_source varchar(20), time_published timestamptz, updated_at timestamptz!, notes varchar(500)'),
        ('channel', 'id int! auto, channel_id varchar(100)!, name varchar(200), image_url varchar(500), subscriber_count bigint, video_count bigint, view_count bigint, description text, country varchar(2), is_monetized boolean, hidden boolean!, created_at timestamptz!, updated_at timestamptz!'),
        ('metadata_sync', 'id bigint! auto, video_id varchar(20)!, channel_display_name varchar(100), video_title varchar(200), sync_time timestamptz!, changes jsonb!'),
        ('processing_queue', 'id bigint! auto, video_id varchar(20)!, task_type varchar(50)!, status varchar(20)!, priority int!, created_at timestamptz!, started_at timestamptz, completed_at timestamptz, payload jsonb, result jsonb, error_message text, retry_count int!, created_by int'),
        ('user', 'id int! auto, email varchar(255)!, username varchar(255)!, password varchar(255), is_admin boolean!, current_login_at timestamptz, last_login_at timestamptz, current_login_ip varchar(100), last_login_ip varchar(100), login_count int!, created_at timestamptz!, firebase_uid varchar(128), auth_method varchar(20)!'),
        ('role', 'id int! auto, name varchar(80)!, description varchar(255)'),
        ('roles_users', 'user_id int!, role_id int!'),
        ('report', 'id int! auto, filename varchar(255)!, status varchar(20)!, processed_at timestamptz, error_message text, created_at timestamptz!'),
        ('metadata_sync_archive', 'id bigint!, video_id varchar(20)!, channel_display_name varchar(100), video_title varchar(200), sync_time timestamptz!, changes jsonb!, archived_at timestamptz!'),
        ('report_archive', 'id int!, filename varchar(255)!, status varchar(20)!, processed_at timestamptz, error_message text, created_at timestamptz!, archived_at timestamptz!')
       ) AS d (table_name, columns)
  LEFT JOIN (SELECT c.relname,
                    string_agg(a.attname || ' '
                               || replace(replace(replace(format_type(a.atttypid, a.atttypmod), 'character varying', 'varchar'),
                                                  'timestamp with time zone', 'timestamptz'), 'integer', 'int')
                               || CASE WHEN a.attnotnull THEN '!' ELSE '' END
                               || CASE WHEN a.attidentity <> '' THEN ' auto' ELSE '' END, ', ' ORDER BY a.attnum)
               FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
              GROUP BY c.relname) AS f (table_name, columns) ON f.table_name = d.table_name
 WHERE f.columns IS DISTINCT FROM d.columns;
