UPDATE cfdb_change
SET checksum = %(checksum)s, `rollback` = %(rollback)s, depends_on = %(depends_on)s, irreversible = %(irreversible)s
WHERE `database` = %(database)s AND `change` = %(change)s
