SELECT event_name AS name,
       CONCAT_WS(' ', event_type, execute_at, interval_value, interval_field, starts, ends, status, on_completion, sql_mode,
                 definer, time_zone, QUOTE(event_comment), event_definition) AS definition
FROM information_schema.events
WHERE event_schema = DATABASE()
