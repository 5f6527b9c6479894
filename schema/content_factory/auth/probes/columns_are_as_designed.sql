-- Every column with its type and nullability. JSON is its own type in MySQL, LONGTEXT with a check in MariaDB.
SELECT CONCAT('expected ', w.table_name, '.', w.column_name, ' ', w.data_type, ' nullable ', w.is_nullable, ', found ',
              COALESCE(CONCAT(f.data_type, ' nullable ', f.is_nullable), 'none')) AS problem
  FROM JSON_TABLE('[
   ["users","id","bigint","NO"], ["users","username","varchar","NO"], ["users","display_name","varchar","NO"],
   ["users","email","varchar","YES"], ["users","is_email_verified","tinyint","NO"],
   ["users","password_hash","varchar","YES"], ["users","password_scheme","enum","YES"],
   ["users","role","enum","NO"], ["users","status","enum","NO"], ["users","subscription_plan","enum","NO"],
   ["users","subscription_expires_on","date","YES"], ["users","balance","decimal","NO"],
   ["users","birth_year","smallint","YES"], ["users","notify_by_email","tinyint","NO"],
   ["users","notify_by_telegram","tinyint","NO"], ["users","notify_by_push","tinyint","NO"],
   ["users","is_beta_tester","tinyint","NO"], ["users","is_trial_used","tinyint","NO"],
   ["users","last_login_at","datetime","YES"], ["users","last_login_ip","varchar","YES"],
   ["users","metadata","json","YES"], ["users","legacy_note","varchar","YES"],
   ["users","created_at","datetime","NO"], ["users","updated_at","datetime","NO"]
]', '$[*]' COLUMNS (
           table_name  VARCHAR(64) PATH '$[0]',
           column_name VARCHAR(64) PATH '$[1]',
           data_type   VARCHAR(64) PATH '$[2]',
           is_nullable VARCHAR(3)  PATH '$[3]'
       )) AS w
  LEFT JOIN information_schema.columns AS f
    ON f.table_schema = DATABASE() AND f.table_name = w.table_name AND f.column_name = w.column_name
 WHERE f.column_name IS NULL
    OR f.is_nullable <> w.is_nullable
    OR CASE WHEN w.data_type = 'json' THEN f.data_type NOT IN ('json', 'longtext') ELSE f.data_type <> w.data_type END;

SELECT CONCAT('expected 24 columns, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('users')
HAVING COUNT(*) <> 24;
