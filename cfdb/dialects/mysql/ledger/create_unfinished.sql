CREATE TABLE IF NOT EXISTS cfdb_unfinished (
    `database` varchar(64)  NOT NULL,
    `change`   varchar(190) NOT NULL,
    action     varchar(16)  NOT NULL,
    done       int          NOT NULL,
    total      int          NOT NULL,
    prefix     char(64)     NOT NULL,
    running    boolean      NOT NULL,
    PRIMARY KEY (`database`, `change`)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin
  COMMENT = 'scripts of cfdb that stopped on their way: done of total statements'
