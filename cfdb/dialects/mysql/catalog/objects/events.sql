-- Where nobody says when an event STARTS, that is the moment at which it was made: no part of its definition.
SELECT event_name AS name,
       CONCAT_WS(' ', event_type, execute_at, interval_value, interval_field,
                 CASE WHEN starts IN (created, last_altered) THEN '' ELSE starts END, ends, status, on_completion, sql_mode,
                 definer, time_zone, QUOTE(event_comment), event_definition) AS definition
FROM information_schema.events
WHERE event_schema = DATABASE()
