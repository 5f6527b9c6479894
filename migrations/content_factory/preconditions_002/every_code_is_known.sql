-- Codes for which 002 has no rule. It would stop at the first; here are all of them.
SELECT CONCAT(t.how_many, ' rows of ', t.name, ' that 002 has no rule for, the first with id ', t.first_id) AS reason
  FROM (SELECT 'user: is_active not 0, 1 or 2' AS name, COUNT(*) AS how_many, MIN(id) AS first_id FROM `user` WHERE is_active NOT IN (0, 1, 2)
        UNION ALL SELECT 'user: email_confirmed not 0 or 1', COUNT(*), MIN(id) FROM `user` WHERE email_confirmed NOT IN (0, 1)
        UNION ALL SELECT 'user: password neither bcrypt nor MD5', COUNT(*), MIN(id) FROM `user` WHERE password <> '' AND password NOT LIKE '$2_$%' AND password NOT REGEXP '^[0-9a-fA-F]{32}$'
        UNION ALL SELECT 'user: role or subscription empty', COUNT(*), MIN(id) FROM `user` WHERE role = '' OR subscription = ''
        UNION ALL SELECT 'google_consoles: enabled not 0 or 1', COUNT(*), MIN(id) FROM google_consoles WHERE enabled NOT IN (0, 1)
        UNION ALL SELECT 'youtube_channels: enabled or needs_reauth not 0 or 1', COUNT(*), MIN(id) FROM youtube_channels WHERE enabled NOT IN (0, 1) OR needs_reauth NOT IN (0, 1)
        UNION ALL SELECT 'youtube_tokens: is_backup not 0 or 1', COUNT(*), MIN(id) FROM youtube_tokens WHERE is_backup NOT IN (0, 1)
        UNION ALL SELECT 'youtube_account_credentials: status empty', COUNT(*), MIN(id) FROM youtube_account_credentials WHERE status = ''
        UNION ALL SELECT 'tasks: status not -2 to 2', COUNT(*), MIN(id) FROM tasks WHERE status NOT BETWEEN -2 AND 2
        UNION ALL SELECT 'tasks: type or privacy empty', COUNT(*), MIN(id) FROM tasks WHERE type = '' OR privacy = ''
        UNION ALL SELECT 'tasks: progress not 0 to 100', COUNT(*), MIN(id) FROM tasks WHERE progress NOT BETWEEN 0 AND 100
        UNION ALL SELECT 'youtube_reauth_audit: result empty', COUNT(*), MIN(id) FROM youtube_reauth_audit WHERE result = ''
        UNION ALL SELECT 'youtube_account: is_default or active not 0 or 1', COUNT(*), MIN(id) FROM youtube_account WHERE is_default NOT IN (0, 1) OR active NOT IN (0, 1)
        UNION ALL SELECT 'stream: loop or auto_start not 0 or 1', COUNT(*), MIN(id) FROM stream WHERE `loop` NOT IN (0, 1) OR auto_start NOT IN (0, 1)
        UNION ALL SELECT 'stream: status, resolution or latency empty', COUNT(*), MIN(id) FROM stream WHERE status = '' OR resolution = '' OR latency = '') AS t
 WHERE t.how_many > 0;
