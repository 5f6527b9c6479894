SELECT table_name AS name,
       CONCAT_WS(' ', algorithm, security_type, check_option, character_set_client, collation_connection, definer,
                 REPLACE(view_definition, CONCAT('`', DATABASE(), '`.'), '')) AS definition
FROM information_schema.views
WHERE table_schema = DATABASE()
