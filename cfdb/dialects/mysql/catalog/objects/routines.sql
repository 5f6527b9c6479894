SELECT CONCAT(LOWER(r.routine_type), ' ', r.routine_name) AS name,
       CONCAT_WS(' ',
                 (SELECT GROUP_CONCAT(CONCAT_WS(' ', p.parameter_mode, p.parameter_name, p.dtd_identifier)
                                      ORDER BY p.ordinal_position SEPARATOR ', ')
                  FROM information_schema.parameters AS p
                  WHERE p.specific_schema = r.routine_schema AND p.specific_name = r.specific_name
                    AND p.routine_type = r.routine_type),
                 r.is_deterministic, r.sql_data_access, r.security_type, r.sql_mode, r.definer, r.character_set_client,
                 r.collation_connection, QUOTE(r.routine_comment), r.routine_definition) AS definition
FROM information_schema.routines AS r
WHERE r.routine_schema = DATABASE()
