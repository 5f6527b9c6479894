-- What a user is without anybody saying so: active, an ordinary user, on the free plan, without money, unconfirmed.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A 🎬');
SELECT CONCAT('expected user, active, free, 0.00, unverified; found ',
              CONCAT_WS(', ', role, status, subscription_plan, balance, is_email_verified)) AS problem
  FROM users
 WHERE id = -1
   AND NOT (role = 'user' AND status = 'active' AND subscription_plan = 'free' AND balance = 0 AND is_email_verified = 0
            AND created_at IS NOT NULL AND updated_at IS NOT NULL AND display_name = 'Probe A 🎬');

-- fails: 1265
UPDATE users SET subscription_plan = 'platinum' WHERE id = -1;
