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
