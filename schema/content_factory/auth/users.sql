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
