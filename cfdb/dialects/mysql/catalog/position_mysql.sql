SELECT CASE WHEN @@GLOBAL.log_bin AND @@GLOBAL.gtid_mode = 'ON'
            THEN CONCAT(@@server_uuid, ' since ', CAST(UNIX_TIMESTAMP() - s.VARIABLE_VALUE AS SIGNED), ': ', @@GLOBAL.gtid_executed)
       END
  FROM performance_schema.global_status AS s
 WHERE s.VARIABLE_NAME = 'Uptime'
