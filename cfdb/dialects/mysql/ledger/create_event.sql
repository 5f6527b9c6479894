CREATE TABLE IF NOT EXISTS cfdb_event (
    id         bigint       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at         datetime(6)  NOT NULL,
    `by`       varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `database` varchar(64)  NOT NULL,
    action     varchar(16)  NOT NULL,
    `change`   varchar(190) NOT NULL,
    name       varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    outcome    varchar(16)  NOT NULL,
    detail     longtext     CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    duration   double       NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin
  COMMENT = 'what cfdb did, and what failed, in order'
