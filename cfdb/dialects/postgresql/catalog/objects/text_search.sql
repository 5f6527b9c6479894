SELECT format('configuration %I.%I', n.nspname, c.cfgname),
       (SELECT string_agg(format('%s:%s:%s', m.maptokentype, m.mapseqno, m.mapdict::regdictionary), ',' ORDER BY m.maptokentype, m.mapseqno)
        FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid)
FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
WHERE n.nspname NOT LIKE 'pg\_%'
UNION ALL
SELECT format('dictionary %I.%I', n.nspname, d.dictname), d.dictinitoption
FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
WHERE n.nspname NOT LIKE 'pg\_%'
