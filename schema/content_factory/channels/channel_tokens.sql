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
