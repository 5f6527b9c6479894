-- The legacy rows into the new tables: one INSERT ... SELECT per table, parents first. Each SELECT reads legacy tables only and
-- depends on no session state and on no other statement, so that it can as well run on one server and its rows be written on
-- another. Nothing may write to the legacy tables from now on (README.md).
--
-- Rules, the same in all statements:
--
-- Ids         are kept. No row is left out and none is merged: each legacy row has exactly one new row, with its id.
-- Channels    were named, now they have ids. A name means the channel that is spelled so, byte by byte (trailing spaces aside);
--             where there is none, the one channel that differs by case only. No such channel, or several: channel_id is
--             NULL, and legacy_note keeps the name.
-- Owners      are the legacy user, or the channel's. Where he does not exist, user_id is NULL and legacy_note keeps his id:
--             no row is given to somebody else. Everything that lost something of this kind is found by legacy_note.
-- Zero dates  meant "none" and become NULL. created_at and updated_at stand in for each other; where neither is known it is
--             1970-01-01. Dates with a zero month or day are not guessed: they stop the migration.
-- TIMESTAMP   columns become UTC whatever the session's time zone; DATETIME columns were UTC already.
-- JSON        that is none is kept as {"legacy_text": "..."}; empty text becomes NULL. Lists in text become arrays.
-- Flags       are 0 or 1, and other codes as listed; one that is not listed becomes NULL, which a NOT NULL column refuses.
--             So does an ENUM of '', except in category, where it is known to mean none.

-- user -> users. An e-mail address signs in one account: the oldest one keeps it, the others name it in legacy_note and
-- sign in by username until their owners settle it.
INSERT INTO users (
    id, username, display_name, email, is_email_verified, password_hash, password_scheme, role, status,
    subscription_plan, subscription_expires_on, balance, birth_year, notify_by_email, notify_by_telegram,
    notify_by_push, is_beta_tester, is_trial_used, last_login_at, last_login_ip, metadata, legacy_note, created_at,
    updated_at
)
SELECT
    u.id,
    LOWER(u.username) AS username,
    u.username AS display_name,
    CASE WHEN u.email = '' THEN NULL WHEN u.id = (
        SELECT MIN(o.id)
          FROM `user` AS o
         WHERE o.email = u.email
           AND CONVERT(LOWER(o.email) USING utf8mb4) COLLATE utf8mb4_bin = CONVERT(LOWER(u.email) USING utf8mb4) COLLATE utf8mb4_bin
    ) THEN RTRIM(LOWER(u.email)) END AS email,
    CASE COALESCE(u.email_confirmed, 0) WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_email_verified,
    NULLIF(u.password, '') AS password_hash,
    CASE WHEN u.password LIKE '$2_$%' THEN 'bcrypt'
         WHEN u.password REGEXP '^[0-9a-fA-F]{32}$' THEN 'md5'
    END AS password_scheme,
    u.role,
    CASE u.is_active WHEN 0 THEN 'disabled' WHEN 1 THEN 'active' WHEN 2 THEN 'suspended' END AS status,
    u.subscription AS subscription_plan,
    CASE WHEN YEAR(u.subscription_till) > 0 THEN u.subscription_till END AS subscription_expires_on,
    u.balance,
    NULLIF(u.birth_year + 0, 0) AS birth_year,
    FIND_IN_SET('email', u.notify) > 0 AS notify_by_email,
    FIND_IN_SET('telegram', u.notify) > 0 AS notify_by_telegram,
    FIND_IN_SET('push', u.notify) > 0 AS notify_by_push,
    (u.flags & 1) > 0 AS is_beta_tester,
    (u.flags & 2) > 0 AS is_trial_used,
    CASE WHEN YEAR(u.last_login) > 0 THEN u.last_login END AS last_login_at,
    INET_NTOA(u.last_ip) AS last_login_ip,
    CASE WHEN COALESCE(u.settings, '') = '' THEN NULL
         WHEN JSON_VALID(u.settings) THEN u.settings
         ELSE JSON_OBJECT('legacy_text', u.settings)
    END AS metadata,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN u.email <> '' AND u.id <> (
        SELECT MIN(o.id)
          FROM `user` AS o
         WHERE o.email = u.email
           AND CONVERT(LOWER(o.email) USING utf8mb4) COLLATE utf8mb4_bin = CONVERT(LOWER(u.email) USING utf8mb4) COLLATE utf8mb4_bin
    ) THEN CONCAT('email=', u.email) END,
        CASE WHEN u.flags > 3 THEN CONCAT('flags=', u.flags + 0) END
    ), '') AS legacy_note,
    COALESCE(
        CASE WHEN YEAR(u.created_at) > 0 THEN u.created_at END,
        CASE WHEN YEAR(u.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(u.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(u.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(u.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        CASE WHEN YEAR(u.created_at) > 0 THEN u.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM `user` AS u;

-- google_consoles -> oauth_consoles. user_id NULL meant a console shared by all; it has no owner now either.
INSERT INTO oauth_consoles (
    id, user_id, platform, name, platform_project_id, client_id, client_secret, redirect_uris, daily_quota,
    quota_used, is_enabled, metadata, legacy_note, created_at, updated_at
)
SELECT
    g.id,
    u.id AS user_id,
    'youtube' AS platform,
    g.name,
    NULLIF(g.project_id, '') AS platform_project_id,
    g.client_id,
    g.client_secret,
    CASE WHEN g.redirect_uris <> '' THEN CONCAT('[', REPLACE(JSON_QUOTE(g.redirect_uris), ',', '","'), ']') END AS redirect_uris,
    g.quota_limit AS daily_quota,
    g.quota_used,
    CASE g.enabled WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_enabled,
    CASE WHEN COALESCE(g.credentials_json, '') = '' THEN NULL
         WHEN JSON_VALID(g.credentials_json) THEN g.credentials_json
         ELSE JSON_OBJECT('legacy_text', g.credentials_json)
    END AS metadata,
    CASE WHEN u.id IS NULL THEN CONCAT('user_id=', COALESCE(g.user_id, 'NULL')) END AS legacy_note,
    COALESCE(
        CASE WHEN YEAR(g.created_at) > 0 THEN g.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(g.created_at) > 0 THEN g.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM google_consoles AS g
LEFT JOIN `user` AS u ON u.id = g.user_id;

-- youtube_channels -> channels. Names that differ by case only stay two channels. Where a user has one YouTube channel twice, the
-- older row keeps YouTube's id; the other keeps its own tokens, tasks and statistics, and names the id in legacy_note.
-- A counter that went below zero (18446744073709551615) is not known.
INSERT INTO channels (
    id, user_id, oauth_console_id, platform, platform_channel_id, name, title, description, is_enabled, status,
    access_token, refresh_token, token_expires_at, subscriber_count, view_count, video_count, is_verified, category,
    country, tags, legacy_note, last_synced_at, created_at, updated_at
)
SELECT
    c.id,
    u.id AS user_id,
    g.id AS oauth_console_id,
    'youtube' AS platform,
    CASE WHEN c.channel_id = '' THEN NULL WHEN c.id = (
        SELECT MIN(o.id) FROM youtube_channels AS o WHERE o.channel_id = c.channel_id AND o.user_id = c.user_id
    ) THEN c.channel_id END AS platform_channel_id,
    c.name,
    NULLIF(c.title, '') AS title,
    c.description,
    CASE c.enabled WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_enabled,
    CASE c.needs_reauth WHEN 0 THEN 'connected' WHEN 1 THEN 'reauth_required' END AS status,
    NULLIF(c.access_token, '') AS access_token,
    NULLIF(c.refresh_token, '') AS refresh_token,
    CASE WHEN c.token_expires <> 0 THEN TIMESTAMPADD(SECOND, c.token_expires, TIMESTAMP '1970-01-01 00:00:00') END AS token_expires_at,
    c.subscribers AS subscriber_count,
    CASE WHEN c.views <= 9223372036854775807 THEN c.views END AS view_count,
    c.videos AS video_count,
    c.is_verified = 1 AS is_verified,
    NULLIF(c.category, '') AS category,
    c.country,
    CASE WHEN COALESCE(c.tags, '') = '' THEN NULL
         WHEN JSON_VALID(c.tags) THEN c.tags
         ELSE JSON_OBJECT('legacy_text', c.tags)
    END AS tags,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN u.id IS NULL THEN CONCAT('user_id=', c.user_id) END,
        CASE WHEN g.id IS NULL THEN CONCAT('console_name=', c.console_name) END,
        CASE WHEN c.channel_id <> '' AND c.id <> (
        SELECT MIN(o.id) FROM youtube_channels AS o WHERE o.channel_id = c.channel_id AND o.user_id = c.user_id
    ) THEN CONCAT('channel_id=', c.channel_id) END,
        CASE WHEN c.views > 9223372036854775807 THEN CONCAT('views=', c.views) END
    ), '') AS legacy_note,
    CASE WHEN YEAR(c.last_sync) > 0 THEN c.last_sync END AS last_synced_at,
    COALESCE(
        CASE WHEN YEAR(c.created_at) > 0 THEN c.created_at END,
        CASE WHEN YEAR(c.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(c.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(c.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(c.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        CASE WHEN YEAR(c.created_at) > 0 THEN c.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_channels AS c
LEFT JOIN `user` AS u ON u.id = c.user_id
LEFT JOIN google_consoles AS g ON g.name = c.console_name;

-- youtube_tokens -> channel_tokens
INSERT INTO channel_tokens (
    id, user_id, channel_id, kind, access_token, refresh_token, token_type, scopes, expires_at, metadata, legacy_note,
    created_at, updated_at
)
SELECT
    t.id,
    u.id AS user_id,
    c.id AS channel_id,
    CASE t.is_backup WHEN 0 THEN 'history' WHEN 1 THEN 'backup' END AS kind,
    t.access_token,
    t.refresh_token,
    t.token_type,
    CASE WHEN t.scope <> '' THEN CONCAT('[', REPLACE(JSON_QUOTE(t.scope), ' ', '","'), ']') END AS scopes,
    CASE WHEN YEAR(t.created_at) > 0 THEN TIMESTAMPADD(SECOND, t.expires_in, t.created_at) END AS expires_at,
    CASE WHEN COALESCE(t.raw_response, '') = '' THEN NULL
         WHEN JSON_VALID(t.raw_response) THEN t.raw_response
         ELSE JSON_OBJECT('legacy_text', t.raw_response)
    END AS metadata,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN c.id IS NULL THEN CONCAT('channel_name=', t.channel_name) END,
        CASE WHEN c.id IS NOT NULL AND u.id IS NULL THEN CONCAT('user_id=', c.user_id) END,
        CASE WHEN YEAR(t.created_at) = 0 THEN CONCAT('expires_in=', t.expires_in) END
    ), '') AS legacy_note,
    COALESCE(
        CASE WHEN YEAR(t.created_at) > 0 THEN t.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(t.created_at) > 0 THEN t.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_tokens AS t
LEFT JOIN youtube_channels AS x ON x.name = t.channel_name
LEFT JOIN (
    SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
) AS f ON f.folded = LOWER(t.channel_name)
LEFT JOIN youtube_channels AS c ON c.id = COALESCE(x.id, f.id)
LEFT JOIN `user` AS u ON u.id = c.user_id;

-- youtube_account_credentials -> channel_credentials. A channel has one login now: the newest. Older ones stay, with their user,
-- without a channel; legacy_note names both the channel and the row that took their place.
INSERT INTO channel_credentials (
    id, user_id, channel_id, login_email, secret, secret_scheme, totp_secret, backup_codes, recovery_email, phone,
    proxy_host, proxy_port, status, note, legacy_note, last_used_at, created_at, updated_at
)
SELECT
    k.id,
    u.id AS user_id,
    CASE WHEN k.id = newest.id THEN c.id END AS channel_id,
    NULLIF(k.email, '') AS login_email,
    CASE WHEN CHAR_LENGTH(k.password) > 0 THEN k.password END AS secret,
    'plain' AS secret_scheme,
    k.totp_secret,
    CASE WHEN k.backup_codes <> '' THEN CONCAT('[', REPLACE(JSON_QUOTE(k.backup_codes), ',', '","'), ']') END AS backup_codes,
    k.recovery_email,
    k.phone,
    k.proxy_host,
    k.proxy_port,
    k.status,
    k.comment AS note,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN c.id IS NULL THEN CONCAT('channel_name=', k.channel_name) END,
        CASE WHEN k.id < newest.id THEN CONCAT('channel_name=', k.channel_name, '; superseded by ', newest.id) END,
        CASE WHEN c.id IS NOT NULL AND u.id IS NULL THEN CONCAT('user_id=', c.user_id) END
    ), '') AS legacy_note,
    CASE WHEN YEAR(k.last_used) > 0 THEN k.last_used END AS last_used_at,
    COALESCE(
        CASE WHEN YEAR(k.created_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(k.created_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(k.created_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(k.created_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_account_credentials AS k
LEFT JOIN youtube_channels AS x ON x.name = CONVERT(k.channel_name USING utf8mb4) COLLATE utf8mb4_bin
LEFT JOIN (
    SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
) AS f ON f.folded = LOWER(CONVERT(k.channel_name USING utf8mb4) COLLATE utf8mb4_bin)
LEFT JOIN youtube_channels AS c ON c.id = COALESCE(x.id, f.id)
LEFT JOIN `user` AS u ON u.id = c.user_id
LEFT JOIN (
    SELECT COALESCE(ox.id, f.id) AS channel_id, MAX(o.id) AS id
      FROM youtube_account_credentials AS o
      LEFT JOIN youtube_channels AS ox ON ox.name = CONVERT(o.channel_name USING utf8mb4) COLLATE utf8mb4_bin
      LEFT JOIN (
          SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
      ) AS f ON f.folded = LOWER(CONVERT(o.channel_name USING utf8mb4) COLLATE utf8mb4_bin)
     GROUP BY COALESCE(ox.id, f.id)
) AS newest ON newest.channel_id = c.id;

-- tasks -> publish_tasks. A task belongs to who queued it; where that user does not exist, to the owner of its channel.
-- A new task whose channel does not exist becomes a draft: nothing may publish it.
INSERT INTO publish_tasks (
    id, user_id, channel_id, task_type, status, privacy, title, description, tags, category_id, media_path,
    file_size_bytes, duration_seconds, priority, attempt_count, progress_percent, repeat_on, platform_video_id,
    error_message, metadata, legacy_note, scheduled_at, started_at, finished_at, created_at, updated_at
)
SELECT
    t.id,
    COALESCE(q.id, u.id) AS user_id,
    c.id AS channel_id,
    t.type AS task_type,
    CASE t.status WHEN -2 THEN 'cancelled'
         WHEN -1 THEN 'failed'
         WHEN 0 THEN CASE WHEN c.id IS NULL THEN 'draft' ELSE 'scheduled' END
         WHEN 1 THEN 'running'
         WHEN 2 THEN 'published'
    END AS status,
    t.privacy,
    t.title,
    t.description,
    CASE WHEN t.tags <> '' THEN CONCAT('[', REPLACE(JSON_QUOTE(t.tags), ',', '","'), ']') END AS tags,
    t.category_id,
    NULLIF(t.video_file, '') AS media_path,
    t.file_size AS file_size_bytes,
    t.duration AS duration_seconds,
    t.priority,
    t.attempts AS attempt_count,
    t.progress AS progress_percent,
    CASE WHEN t.repeat_days <> '' THEN CONCAT('["', REPLACE(t.repeat_days, ',', '","'), '"]') END AS repeat_on,
    NULLIF(t.video_id, '') AS platform_video_id,
    t.error AS error_message,
    CASE WHEN COALESCE(t.params, '') = '' THEN NULL
         WHEN JSON_VALID(t.params) THEN t.params
         ELSE JSON_OBJECT('legacy_text', t.params)
    END AS metadata,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN c.id IS NULL THEN CONCAT('channel_name=', t.channel_name) END,
        CASE WHEN q.id IS NULL AND (t.user_id IS NOT NULL OR u.id IS NULL) THEN CONCAT('user_id=', COALESCE(t.user_id, c.user_id, 'NULL')) END
    ), '') AS legacy_note,
    CASE WHEN YEAR(t.scheduled_at) > 0 THEN t.scheduled_at END AS scheduled_at,
    CASE WHEN YEAR(t.started_at) > 0 THEN t.started_at END AS started_at,
    CASE WHEN YEAR(t.finished_at) > 0 THEN t.finished_at END AS finished_at,
    COALESCE(
        CASE WHEN YEAR(t.created_at) > 0 THEN t.created_at END,
        CASE WHEN YEAR(t.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(t.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(t.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(t.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        CASE WHEN YEAR(t.created_at) > 0 THEN t.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM tasks AS t
LEFT JOIN youtube_channels AS x ON x.name = t.channel_name COLLATE utf8mb4_bin
LEFT JOIN (
    SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
) AS f ON f.folded = LOWER(t.channel_name COLLATE utf8mb4_bin)
LEFT JOIN youtube_channels AS c ON c.id = COALESCE(x.id, f.id)
LEFT JOIN `user` AS u ON u.id = c.user_id
LEFT JOIN `user` AS q ON q.id = t.user_id;

-- youtube_channel_daily -> channel_daily_stats. A snapshot without a day counts for no channel; it is kept under the day it was
-- written.
INSERT INTO channel_daily_stats (
    id, user_id, channel_id, stat_date, subscriber_count, subscriber_change, view_count, view_change, like_count,
    comment_count, watch_minutes, revenue, is_estimated, metadata, legacy_note, created_at, updated_at
)
SELECT
    d.id,
    u.id AS user_id,
    CASE WHEN YEAR(d.date) > 0 THEN c.id END AS channel_id,
    CASE WHEN YEAR(d.date) > 0 THEN d.date ELSE DATE(COALESCE(
        CASE WHEN YEAR(d.created_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(d.created_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    )) END AS stat_date,
    d.subscribers AS subscriber_count,
    d.subscribers_delta AS subscriber_change,
    CASE WHEN d.views <= 9223372036854775807 THEN d.views END AS view_count,
    d.views_delta AS view_change,
    d.likes AS like_count,
    d.comments AS comment_count,
    d.watch_minutes,
    d.revenue,
    d.is_estimated = 1 AS is_estimated,
    CASE WHEN COALESCE(d.data, '') = '' THEN NULL
         WHEN JSON_VALID(d.data) THEN d.data
         ELSE JSON_OBJECT('legacy_text', d.data)
    END AS metadata,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN c.id IS NULL OR YEAR(d.date) = 0 THEN CONCAT('channel_name=', d.channel_name) END,
        CASE WHEN YEAR(d.date) = 0 THEN 'date=0000-00-00' END,
        CASE WHEN c.id IS NOT NULL AND u.id IS NULL THEN CONCAT('user_id=', c.user_id) END,
        CASE WHEN d.views > 9223372036854775807 THEN CONCAT('views=', d.views) END
    ), '') AS legacy_note,
    COALESCE(
        CASE WHEN YEAR(d.created_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(d.created_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(d.created_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(d.created_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_channel_daily AS d
LEFT JOIN youtube_channels AS x ON x.name = CONVERT(d.channel_name USING utf8mb4) COLLATE utf8mb4_bin
LEFT JOIN (
    SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
) AS f ON f.folded = LOWER(CONVERT(d.channel_name USING utf8mb4) COLLATE utf8mb4_bin)
LEFT JOIN youtube_channels AS c ON c.id = COALESCE(x.id, f.id)
LEFT JOIN `user` AS u ON u.id = c.user_id;

-- youtube_reauth_audit -> reauth_audit. initiated_by is a username where a person did it.
INSERT INTO reauth_audit (
    id, user_id, channel_id, channel_name, platform, initiated_by_user_id, initiated_by, result, attempt_count,
    error_code, error_message, ip_address, user_agent, session_hash, screenshot, log, legacy_note, started_at,
    finished_at, created_at, updated_at
)
SELECT
    a.id,
    u.id AS user_id,
    c.id AS channel_id,
    a.channel_name,
    'youtube' AS platform,
    i.id AS initiated_by_user_id,
    a.initiated_by,
    CASE WHEN a.result = '2fa' THEN 'two_factor' ELSE a.result END AS result,
    a.attempts AS attempt_count,
    a.error_code,
    a.error_message,
    INET_NTOA(a.ip) AS ip_address,
    a.user_agent,
    a.session_hash,
    a.screenshot,
    a.log,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN c.id IS NULL THEN CONCAT('channel_name=', a.channel_name) END,
        CASE WHEN c.id IS NOT NULL AND u.id IS NULL THEN CONCAT('user_id=', c.user_id) END
    ), '') AS legacy_note,
    CASE WHEN YEAR(a.started) > 0 THEN a.started END AS started_at,
    CASE WHEN YEAR(a.finished) > 0 THEN a.finished END AS finished_at,
    COALESCE(
        CASE WHEN YEAR(a.started) > 0 THEN a.started END,
        CASE WHEN YEAR(a.finished) > 0 THEN a.finished END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(a.finished) > 0 THEN a.finished END,
        CASE WHEN YEAR(a.started) > 0 THEN a.started END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_reauth_audit AS a
LEFT JOIN youtube_channels AS x ON x.name = a.channel_name COLLATE utf8mb4_bin
LEFT JOIN (
    SELECT LOWER(n.name) AS folded, MIN(n.id) AS id FROM youtube_channels AS n GROUP BY LOWER(n.name) HAVING COUNT(*) = 1
) AS f ON f.folded = LOWER(a.channel_name COLLATE utf8mb4_bin)
LEFT JOIN youtube_channels AS c ON c.id = COALESCE(x.id, f.id)
LEFT JOIN `user` AS u ON u.id = c.user_id
LEFT JOIN `user` AS i ON i.username = CONVERT(a.initiated_by USING utf8mb3);

-- youtube_account -> streaming_accounts. A channel that a user connected twice: as with channels, the older row keeps its id.
INSERT INTO streaming_accounts (
    id, user_id, platform, platform_channel_id, login_email, title, access_token, refresh_token, token_expires_at,
    scopes, is_default, is_enabled, metadata, legacy_note, created_at, updated_at
)
SELECT
    a.id,
    u.id AS user_id,
    'youtube' AS platform,
    CASE WHEN a.channel_id = '' THEN NULL WHEN a.id = (
        SELECT MIN(o.id)
          FROM youtube_account AS o
         WHERE o.channel_id = a.channel_id
           AND o.channel_id COLLATE utf8mb4_bin = a.channel_id COLLATE utf8mb4_bin
           AND o.user_id = a.user_id
    ) THEN a.channel_id END AS platform_channel_id,
    NULLIF(a.email, '') AS login_email,
    NULLIF(a.title, '') AS title,
    NULLIF(a.access_token, '') AS access_token,
    NULLIF(a.refresh_token, '') AS refresh_token,
    CASE WHEN YEAR(a.token_expires) > 0 THEN a.token_expires END AS token_expires_at,
    CASE WHEN a.scope <> '' THEN CONCAT('[', REPLACE(JSON_QUOTE(a.scope), ' ', '","'), ']') END AS scopes,
    CASE a.is_default WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_default,
    CASE a.active WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_enabled,
    CASE WHEN COALESCE(a.extra, '') = '' THEN NULL
         WHEN JSON_VALID(a.extra) THEN a.extra
         ELSE JSON_OBJECT('legacy_text', a.extra)
    END AS metadata,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN u.id IS NULL THEN CONCAT('user_id=', a.user_id) END,
        CASE WHEN a.channel_id <> '' AND a.id <> (
        SELECT MIN(o.id)
          FROM youtube_account AS o
         WHERE o.channel_id = a.channel_id
           AND o.channel_id COLLATE utf8mb4_bin = a.channel_id COLLATE utf8mb4_bin
           AND o.user_id = a.user_id
    ) THEN CONCAT('channel_id=', a.channel_id) END
    ), '') AS legacy_note,
    COALESCE(
        CASE WHEN YEAR(a.created_at) > 0 THEN a.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(a.created_at) > 0 THEN a.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM youtube_account AS a
LEFT JOIN `user` AS u ON u.id = a.user_id;

-- stream -> streams
INSERT INTO streams (
    id, user_id, streaming_account_id, title, description, status, ingest_url, stream_key, resolution, fps,
    bitrate_kbps, latency, playlist, is_looped, is_auto_start, starts_daily_at, worker_pid, platform_broadcast_id,
    streamed_seconds, legacy_note, started_at, stopped_at, created_at, updated_at
)
SELECT
    s.id,
    u.id AS user_id,
    a.id AS streaming_account_id,
    s.title,
    s.description,
    s.status,
    NULLIF(s.rtmp_url, '') AS ingest_url,
    NULLIF(s.stream_key, '') AS stream_key,
    s.resolution,
    s.fps,
    NULLIF(s.bitrate, 0) AS bitrate_kbps,
    CASE WHEN s.latency = 'ultra' THEN 'ultra_low' ELSE s.latency END AS latency,
    CASE WHEN COALESCE(s.playlist, '') = '' THEN NULL
         WHEN JSON_VALID(s.playlist) THEN s.playlist
         ELSE JSON_OBJECT('legacy_text', s.playlist)
    END AS playlist,
    CASE s.`loop` WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_looped,
    CASE s.auto_start WHEN 0 THEN FALSE WHEN 1 THEN TRUE END AS is_auto_start,
    s.start_time AS starts_daily_at,
    NULLIF(s.pid, 0) AS worker_pid,
    NULLIF(s.broadcast_id, '') AS platform_broadcast_id,
    s.total_seconds AS streamed_seconds,
    NULLIF(CONCAT_WS('; ',
        CASE WHEN u.id IS NULL THEN CONCAT('user_id=', s.user_id) END,
        CASE WHEN a.id IS NULL THEN CONCAT('account_id=', s.account_id) END
    ), '') AS legacy_note,
    CASE WHEN YEAR(s.started_at) > 0 THEN s.started_at END AS started_at,
    CASE WHEN YEAR(s.stopped_at) > 0 THEN s.stopped_at END AS stopped_at,
    COALESCE(
        CASE WHEN YEAR(s.created_at) > 0 THEN s.created_at END,
        CASE WHEN YEAR(s.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(s.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS created_at,
    COALESCE(
        CASE WHEN YEAR(s.updated_at) > 0 THEN TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(s.updated_at), TIMESTAMP '1970-01-01 00:00:00') END,
        CASE WHEN YEAR(s.created_at) > 0 THEN s.created_at END,
        TIMESTAMP '1970-01-01 00:00:00'
    ) AS updated_at
FROM stream AS s
LEFT JOIN `user` AS u ON u.id = s.user_id
LEFT JOIN youtube_account AS a ON a.id = s.account_id;
