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
