CREATE TABLE measure (
    tiny tinyint unsigned NOT NULL DEFAULT 0,
    small smallint unsigned,
    medium mediumint(8) unsigned DEFAULT 7,
    whole int(10) unsigned NOT NULL,
    big bigint(20) unsigned DEFAULT 18446744073709551615,
    amount decimal(10,2) unsigned,
    ratio float unsigned,
    filled int(5) unsigned zerofill
);
