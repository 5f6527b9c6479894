-- The new tables, beside the legacy ones: no name collides. The same tables, statement for statement, as the services in
-- schema/content_factory, which a new installation gets; a test compares them.

-- ---------------------------------------------------------------------------------------------------------------------
-- Service auth
-- ---------------------------------------------------------------------------------------------------------------------

-- User accounts, subscriptions, authentication. Every other table belongs to a user.
--
-- In all tables: ids are signed BIGINT, so that they mean the same on every server. Times are DATETIME in UTC: sessions run
-- with time_zone '+00:00'; TIMESTAMP would end in 2038. What is compared as an identity (names to sign in with, ids of
-- platforms) is utf8mb4_bin; what people read is utf8mb4_unicode_ci, which MySQL and MariaDB both have.
CREATE TABLE users (
    id                      BIGINT        NOT NULL AUTO_INCREMENT,
    username                VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Lower case: to sign in with',
    display_name            VARCHAR(128)  NOT NULL COMMENT 'As the user writes it',
    email                   VARCHAR(254)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'Lower case; NULL: none, or the legacy one belonged to an older account, too',
    is_email_verified       BOOLEAN       NOT NULL DEFAULT FALSE,
    password_hash           VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'NULL: cannot sign in with a password',
    password_scheme         ENUM('argon2id', 'bcrypt', 'md5') NULL COMMENT 'bcrypt and md5 are legacy: hashed anew at the next sign-in',
    role                    ENUM('user', 'moderator', 'admin') NOT NULL DEFAULT 'user',
    status                  ENUM('active', 'suspended', 'disabled') NOT NULL DEFAULT 'active',
    subscription_plan       ENUM('free', 'basic', 'pro') NOT NULL DEFAULT 'free',
    subscription_expires_on DATE          NULL COMMENT 'NULL: does not end',
    balance                 DECIMAL(12,2) NOT NULL DEFAULT 0.00 COMMENT 'US dollars',
    birth_year              SMALLINT      NULL,
    notify_by_email         BOOLEAN       NOT NULL DEFAULT TRUE,
    notify_by_telegram      BOOLEAN       NOT NULL DEFAULT FALSE,
    notify_by_push          BOOLEAN       NOT NULL DEFAULT FALSE,
    is_beta_tester          BOOLEAN       NOT NULL DEFAULT FALSE,
    is_trial_used           BOOLEAN       NOT NULL DEFAULT FALSE,
    last_login_at           DATETIME      NULL,
    last_login_ip           VARCHAR(45)   NULL COMMENT 'IPv4 or IPv6, as text',
    metadata                JSON          NULL COMMENT 'Settings of the user',
    legacy_note             VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    created_at              DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at              DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY users_username_key (username),
    UNIQUE KEY users_email_key (email),
    KEY idx_users_subscription (subscription_plan, subscription_expires_on),
    CONSTRAINT users_username_check CHECK (username = LOWER(username)),
    CONSTRAINT users_email_check CHECK (email = LOWER(email) AND email <> ''),
    CONSTRAINT users_password_check CHECK ((password_hash IS NULL) = (password_scheme IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='User accounts, subscriptions, authentication';

-- ---------------------------------------------------------------------------------------------------------------------
-- Service channels
-- ---------------------------------------------------------------------------------------------------------------------

-- OAuth clients registered with the platforms (Google Cloud projects, TikTok and Meta apps).
--
-- user_id is the owner, here and below. It is NULL in one case only: a migrated row whose owner the legacy data does not
-- know; legacy_note then says whom it named. Such a row is shown to nobody until support gives it an owner.
CREATE TABLE oauth_consoles (
    id                  BIGINT        NOT NULL AUTO_INCREMENT,
    user_id             BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    platform            ENUM('youtube', 'tiktok', 'instagram') NOT NULL DEFAULT 'youtube',
    name                VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    platform_project_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'Google Cloud project, TikTok or Meta app',
    client_id           VARCHAR(191)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_secret       VARCHAR(512)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    redirect_uris       JSON          NULL COMMENT 'Array of URIs',
    daily_quota         INT           NOT NULL DEFAULT 10000 COMMENT 'Units per day, as the platform counts them',
    quota_used          INT           NOT NULL DEFAULT 0,
    is_enabled          BOOLEAN       NOT NULL DEFAULT TRUE,
    metadata            JSON          NULL COMMENT 'Platform-specific fields; for Google the credentials file',
    legacy_note         VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    created_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY oauth_consoles_user_id_platform_name_key (user_id, platform, name),
    CONSTRAINT fk_oauth_consoles_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT oauth_consoles_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL),
    CONSTRAINT oauth_consoles_quota_check CHECK (daily_quota >= 0 AND quota_used >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='OAuth credentials from cloud platforms';

-- Connected social media channels, with the tokens in use; those of the past are in channel_tokens.
--
-- Two tenants may connect one channel (an agency and its client), one tenant only once. A channel outlives its console:
-- it then waits for a new authorization.
CREATE TABLE channels (
    id                  BIGINT        NOT NULL AUTO_INCREMENT,
    user_id             BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    oauth_console_id    BIGINT        NULL,
    platform            ENUM('youtube', 'tiktok', 'instagram') NOT NULL,
    platform_channel_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'The platform''s own id, for YouTube UC...; NULL: not connected yet, or a legacy duplicate',
    name                VARCHAR(191)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Our name of it; nothing refers to it',
    title               VARCHAR(255)  NULL COMMENT 'As the platform shows it',
    description         MEDIUMTEXT    NULL,
    is_enabled          BOOLEAN       NOT NULL DEFAULT TRUE COMMENT 'FALSE: paused by its user',
    status              ENUM('connected', 'reauth_required') NOT NULL DEFAULT 'connected',
    access_token        TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    refresh_token       VARCHAR(512)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    token_expires_at    DATETIME      NULL,
    subscriber_count    BIGINT        NULL COMMENT 'NULL: not known',
    view_count          BIGINT        NULL COMMENT 'NULL: not known',
    video_count         INT           NULL COMMENT 'NULL: not known',
    is_verified         BOOLEAN       NOT NULL DEFAULT FALSE,
    category            ENUM('music', 'games', 'news', 'other') NULL,
    country             CHAR(2)       NULL COMMENT 'ISO 3166-1',
    tags                JSON          NULL,
    metadata            JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note         VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    last_synced_at      DATETIME      NULL,
    created_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY channels_user_id_platform_platform_channel_id_key (user_id, platform, platform_channel_id),
    KEY idx_channels_oauth_console_id (oauth_console_id),
    KEY idx_channels_platform_channel_id (platform, platform_channel_id),
    KEY idx_channels_user_id_name (user_id, name),
    KEY idx_channels_status_last_synced_at (status, last_synced_at),
    CONSTRAINT fk_channels_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_channels_oauth_console_id FOREIGN KEY (oauth_console_id) REFERENCES oauth_consoles (id) ON DELETE SET NULL,
    CONSTRAINT channels_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL),
    CONSTRAINT channels_counts_check CHECK (subscriber_count >= 0 AND view_count >= 0 AND video_count >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Connected social media channels';

-- Tokens a channel had, and copies made before a reauthorization.
CREATE TABLE channel_tokens (
    id            BIGINT        NOT NULL AUTO_INCREMENT,
    user_id       BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    channel_id    BIGINT        NULL COMMENT 'NULL only with a legacy_note',
    kind          ENUM('history', 'backup') NOT NULL DEFAULT 'history' COMMENT 'backup: copied on purpose, before a reauthorization',
    access_token  TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    refresh_token VARCHAR(512)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    token_type    VARCHAR(16)   NOT NULL DEFAULT 'Bearer',
    scopes        JSON          NULL COMMENT 'Array of scopes',
    expires_at    DATETIME      NULL,
    metadata      JSON          NULL COMMENT 'The platform''s answer',
    legacy_note   VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    created_at    DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at    DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY idx_channel_tokens_user_id (user_id),
    KEY idx_channel_tokens_channel_id_created_at (channel_id, created_at),
    CONSTRAINT fk_channel_tokens_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_channel_tokens_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
    CONSTRAINT channel_tokens_owner_check CHECK ((user_id IS NOT NULL AND channel_id IS NOT NULL) OR legacy_note IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Token history and backups';

-- Logins with which a robot renews authorizations: one per channel.
CREATE TABLE channel_credentials (
    id             BIGINT        NOT NULL AUTO_INCREMENT,
    user_id        BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    channel_id     BIGINT        NULL COMMENT 'NULL only with a legacy_note',
    login_email    VARCHAR(254)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    secret         TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'Password, as secret_scheme says',
    secret_scheme  ENUM('aes256gcm', 'plain') NOT NULL DEFAULT 'aes256gcm' COMMENT 'plain: migrated, to be encrypted by the application',
    totp_secret    VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    backup_codes   JSON          NULL COMMENT 'Array of codes',
    recovery_email VARCHAR(254)  NULL,
    phone          VARCHAR(32)   NULL,
    proxy_host     VARCHAR(255)  NULL,
    proxy_port     INT           NULL,
    status         ENUM('ok', 'locked', 'captcha', 'unknown') NOT NULL DEFAULT 'unknown',
    note           TEXT          NULL,
    metadata       JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note    VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    last_used_at   DATETIME      NULL,
    created_at     DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY channel_credentials_channel_id_key (channel_id),
    KEY idx_channel_credentials_user_id (user_id),
    CONSTRAINT fk_channel_credentials_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_channel_credentials_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
    CONSTRAINT channel_credentials_owner_check CHECK ((user_id IS NOT NULL AND channel_id IS NOT NULL) OR legacy_note IS NOT NULL),
    CONSTRAINT channel_credentials_proxy_port_check CHECK (proxy_port BETWEEN 0 AND 65535)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Login credentials for automated reauth';

-- ---------------------------------------------------------------------------------------------------------------------
-- Service publishing
-- ---------------------------------------------------------------------------------------------------------------------

-- Scheduled and executed publishing tasks. A task has no meaning without its channel and goes with it.
CREATE TABLE publish_tasks (
    id                BIGINT        NOT NULL AUTO_INCREMENT,
    user_id           BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    channel_id        BIGINT        NULL COMMENT 'NULL: a draft, or a legacy_note says which channel was meant',
    task_type         ENUM('upload', 'update', 'thumbnail', 'delete') NOT NULL DEFAULT 'upload',
    status            ENUM('draft', 'scheduled', 'running', 'published', 'failed', 'cancelled') NOT NULL DEFAULT 'draft',
    privacy           ENUM('public', 'unlisted', 'private') NOT NULL DEFAULT 'private',
    title             VARCHAR(255)  NOT NULL DEFAULT '',
    description       MEDIUMTEXT    NULL,
    tags              JSON          NULL COMMENT 'Array of tags',
    category_id       SMALLINT      NULL COMMENT 'The platform''s category',
    media_path        VARCHAR(500)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    file_size_bytes   BIGINT        NULL,
    duration_seconds  DOUBLE        NULL,
    priority          SMALLINT      NOT NULL DEFAULT 0 COMMENT 'Higher goes first',
    attempt_count     SMALLINT      NOT NULL DEFAULT 0,
    progress_percent  DECIMAL(5,2)  NOT NULL DEFAULT 0.00,
    repeat_on         JSON          NULL COMMENT 'Array of mon ... sun; NULL: once',
    platform_video_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    error_message     TEXT          NULL,
    metadata          JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note       VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    scheduled_at      DATETIME      NULL COMMENT 'NULL: as soon as possible',
    started_at        DATETIME      NULL,
    finished_at       DATETIME      NULL,
    created_at        DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at        DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY idx_publish_tasks_user_id_created_at (user_id, created_at),
    KEY idx_publish_tasks_channel_id_scheduled_at (channel_id, scheduled_at),
    KEY idx_publish_tasks_status_scheduled_at (status, scheduled_at),
    CONSTRAINT fk_publish_tasks_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_publish_tasks_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
    CONSTRAINT publish_tasks_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL),
    CONSTRAINT publish_tasks_channel_check CHECK (channel_id IS NOT NULL OR status = 'draft' OR legacy_note IS NOT NULL),
    CONSTRAINT publish_tasks_progress_percent_check CHECK (progress_percent BETWEEN 0 AND 100),
    CONSTRAINT publish_tasks_file_size_bytes_check CHECK (file_size_bytes >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Scheduled and executed publishing tasks';

-- ---------------------------------------------------------------------------------------------------------------------
-- Service analytics
-- ---------------------------------------------------------------------------------------------------------------------

-- Daily channel statistics snapshots: one row per channel and day.
CREATE TABLE channel_daily_stats (
    id                BIGINT        NOT NULL AUTO_INCREMENT,
    user_id           BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    channel_id        BIGINT        NULL COMMENT 'NULL only with a legacy_note',
    stat_date         DATE          NOT NULL COMMENT 'Day in UTC',
    subscriber_count  BIGINT        NOT NULL DEFAULT 0,
    subscriber_change BIGINT        NOT NULL DEFAULT 0 COMMENT 'Against the day before',
    view_count        BIGINT        NULL COMMENT 'Over all time; NULL: not known',
    view_change       BIGINT        NOT NULL DEFAULT 0 COMMENT 'Against the day before',
    like_count        BIGINT        NULL,
    comment_count     BIGINT        NULL,
    watch_minutes     DOUBLE        NOT NULL DEFAULT 0,
    revenue           DECIMAL(12,4) NULL COMMENT 'US dollars',
    is_estimated      BOOLEAN       NOT NULL DEFAULT FALSE,
    metadata          JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note       VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    created_at        DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at        DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY channel_daily_stats_channel_id_stat_date_key (channel_id, stat_date),
    KEY idx_channel_daily_stats_user_id_stat_date (user_id, stat_date),
    KEY idx_channel_daily_stats_stat_date (stat_date),
    CONSTRAINT fk_channel_daily_stats_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_channel_daily_stats_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
    CONSTRAINT channel_daily_stats_owner_check CHECK ((user_id IS NOT NULL AND channel_id IS NOT NULL) OR legacy_note IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Daily channel statistics snapshots';

-- Reauthorization attempts. The log of an attempt stays when its channel goes, with the name the channel had.
CREATE TABLE reauth_audit (
    id                   BIGINT        NOT NULL AUTO_INCREMENT,
    user_id              BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    channel_id           BIGINT        NULL COMMENT 'NULL: the channel is gone',
    channel_name         VARCHAR(191)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'At the time of the attempt',
    platform             ENUM('youtube', 'tiktok', 'instagram') NOT NULL,
    initiated_by_user_id BIGINT        NULL COMMENT 'NULL: a job did it, or the user is gone',
    initiated_by         VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'Username or job, at the time of the attempt',
    result               ENUM('success', 'failed', 'timeout', 'captcha', 'two_factor') NULL COMMENT 'NULL: still running, or died',
    attempt_count        SMALLINT      NOT NULL DEFAULT 1,
    error_code           INT           NULL,
    error_message        TEXT          NULL,
    ip_address           VARCHAR(45)   NULL COMMENT 'IPv4 or IPv6, as text',
    user_agent           VARCHAR(512)  NULL,
    session_hash         BINARY(16)    NULL,
    screenshot           MEDIUMBLOB    NULL COMMENT 'PNG of the page where it failed',
    log                  LONGTEXT      NULL,
    metadata             JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note          VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    started_at           DATETIME      NULL COMMENT 'NULL: not known',
    finished_at          DATETIME      NULL,
    created_at           DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at           DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY idx_reauth_audit_user_id_started_at (user_id, started_at),
    KEY idx_reauth_audit_channel_id_started_at (channel_id, started_at),
    KEY idx_reauth_audit_initiated_by_user_id (initiated_by_user_id),
    KEY idx_reauth_audit_result_started_at (result, started_at),
    CONSTRAINT fk_reauth_audit_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_reauth_audit_channel_id FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE SET NULL,
    CONSTRAINT fk_reauth_audit_initiated_by_user_id FOREIGN KEY (initiated_by_user_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT reauth_audit_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Reauthorization attempt logs';

-- ---------------------------------------------------------------------------------------------------------------------
-- Service streaming
-- ---------------------------------------------------------------------------------------------------------------------

-- OAuth accounts for live streaming.
CREATE TABLE streaming_accounts (
    id                  BIGINT        NOT NULL AUTO_INCREMENT,
    user_id             BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    platform            ENUM('youtube', 'twitch') NOT NULL,
    platform_channel_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'The platform''s own id; NULL: not connected yet, or a legacy duplicate',
    login_email         VARCHAR(254)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    title               VARCHAR(255)  NULL,
    access_token        TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    refresh_token       TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    token_expires_at    DATETIME      NULL,
    scopes              JSON          NULL COMMENT 'Array of scopes',
    is_default          BOOLEAN       NOT NULL DEFAULT FALSE,
    is_enabled          BOOLEAN       NOT NULL DEFAULT TRUE,
    metadata            JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note         VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    created_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY streaming_accounts_user_id_platform_platform_channel_id_key (user_id, platform, platform_channel_id),
    CONSTRAINT fk_streaming_accounts_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT streaming_accounts_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='OAuth accounts for live streaming';

-- Live stream configurations. A stream belongs to its user directly; the account is optional, and may change or go.
CREATE TABLE streams (
    id                    BIGINT        NOT NULL AUTO_INCREMENT,
    user_id               BIGINT        NULL COMMENT 'Owner; NULL only with a legacy_note',
    streaming_account_id  BIGINT        NULL,
    title                 VARCHAR(255)  NOT NULL DEFAULT '',
    description           TEXT          NULL,
    status                ENUM('idle', 'live', 'stopped', 'error') NOT NULL DEFAULT 'idle',
    ingest_url            VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    stream_key            VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    resolution            ENUM('720p', '1080p', '1440p', '2160p') NOT NULL DEFAULT '1080p',
    fps                   SMALLINT      NOT NULL DEFAULT 30,
    bitrate_kbps          INT           NULL COMMENT 'NULL: what the resolution asks for',
    latency               ENUM('normal', 'low', 'ultra_low') NOT NULL DEFAULT 'normal',
    playlist              JSON          NULL,
    is_looped             BOOLEAN       NOT NULL DEFAULT TRUE,
    is_auto_start         BOOLEAN       NOT NULL DEFAULT FALSE,
    starts_daily_at       TIME          NULL COMMENT 'UTC; NULL: started by hand',
    worker_pid            INT           NULL COMMENT 'Of the encoder, while live',
    platform_broadcast_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    streamed_seconds      BIGINT        NOT NULL DEFAULT 0 COMMENT 'Over all time',
    metadata              JSON          NULL COMMENT 'Platform-specific fields',
    legacy_note           VARCHAR(1000) NULL COMMENT 'What a migrated row said that has no place here',
    started_at            DATETIME      NULL,
    stopped_at            DATETIME      NULL,
    created_at            DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at            DATETIME      NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY idx_streams_user_id_status (user_id, status),
    KEY idx_streams_streaming_account_id (streaming_account_id),
    KEY idx_streams_status (status),
    CONSTRAINT fk_streams_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_streams_streaming_account_id FOREIGN KEY (streaming_account_id) REFERENCES streaming_accounts (id) ON DELETE SET NULL,
    CONSTRAINT streams_owner_check CHECK (user_id IS NOT NULL OR legacy_note IS NOT NULL),
    CONSTRAINT streams_rates_check CHECK (fps > 0 AND bitrate_kbps > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Live stream configurations';
