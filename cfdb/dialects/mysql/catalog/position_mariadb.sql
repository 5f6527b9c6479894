-- What came from another server may be in no log of this one, but its place is known.
SELECT CASE WHEN @@GLOBAL.log_bin
            THEN CONCAT(@@GLOBAL.server_id, ' since ', CAST(UNIX_TIMESTAMP() - s.VARIABLE_VALUE AS SIGNED),
                        ': ', @@GLOBAL.gtid_binlog_pos, ' / ', @@GLOBAL.gtid_current_pos)
       END
  FROM information_schema.GLOBAL_STATUS AS s
 WHERE s.VARIABLE_NAME = 'UPTIME'
