-- Character sets and collations decide which names are equal; the migration's rules rest on them.
SELECT CONCAT(f.table_name, '.', f.column_name, ': expected ', w.collation_pattern, ', found ', f.collation_name) AS problem
  FROM JSON_TABLE('[
   ["user", "username", "utf8%_general_ci"], ["user", "email", "utf8%_general_ci"],
   ["google_consoles", "name", "latin1_swedish_ci"],
   ["youtube_channels", "name", "utf8mb4_bin"], ["youtube_channels", "console_name", "latin1_swedish_ci"],
   ["youtube_tokens", "channel_name", "utf8mb4_bin"],
   ["youtube_account_credentials", "channel_name", "latin1_swedish_ci"],
   ["tasks", "channel_name", "utf8mb4_general_ci"],
   ["youtube_channel_daily", "channel_name", "latin1_swedish_ci"],
   ["youtube_reauth_audit", "channel_name", "utf8mb4_unicode_ci"]
]', '$[*]' COLUMNS (
           table_name        VARCHAR(64) PATH '$[0]',
           column_name       VARCHAR(64) PATH '$[1]',
           collation_pattern VARCHAR(64) PATH '$[2]'
       )) AS w
  JOIN information_schema.columns AS f
    ON f.table_schema = DATABASE() AND f.table_name = w.table_name AND f.column_name = w.column_name
 WHERE f.collation_name NOT LIKE w.collation_pattern;
