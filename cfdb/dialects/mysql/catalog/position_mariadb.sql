-- What came from another server may be in no log of this one, but its place is known.
SELECT CASE WHEN @@GLOBAL.log_bin
            THEN CONCAT(@@GLOBAL.server_id, ' since ', UNIX_TIMESTAMP() - s.VARIABLE_VALUE,
                        ': ', @@GLOBAL.gtid_binlog_pos, ' / ', @@GLOBAL.gtid_current_pos)
       END
  FROM information_schema.GLOBAL_STATUS AS s
 WHERE s.VARIABLE_NAME = 'UPTIME'
