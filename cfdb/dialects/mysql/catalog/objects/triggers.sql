SELECT CONCAT(event_object_table, '.', trigger_name) AS name,
       CONCAT_WS(' ', action_timing, event_manipulation, action_order, sql_mode, definer, character_set_client,
                 collation_connection, action_statement) AS definition
FROM information_schema.triggers
WHERE trigger_schema = DATABASE()
