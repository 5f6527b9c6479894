CREATE TABLE IF NOT EXISTS cfdb_change (
    `database`   varchar(64)  NOT NULL,
    `change`     varchar(190) NOT NULL,
    name         varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    checksum     char(64)     NOT NULL,
    depends_on   longtext     NOT NULL,
    skipped      longtext     CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    irreversible longtext     CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    `rollback`   longtext     CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    brought      longtext     CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    applied_at   datetime(6)  NOT NULL,
    applied_by   varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    duration     double       NOT NULL,
    version      varchar(32)  NOT NULL,
    PRIMARY KEY (`database`, `change`)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin
  COMMENT = 'changes that cfdb has put in place; times in UTC, durations in seconds: do not edit by hand, use cfdb repair'
