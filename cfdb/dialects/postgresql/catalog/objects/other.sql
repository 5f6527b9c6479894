-- What has no query of its own: operators, casts, collations, rules, event triggers, publications, statistics.
SELECT format('rule %s on %s', r.rulename, r.ev_class::regclass), pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
UNION ALL
SELECT format('event trigger %s', e.evtname), format('on %s, enabled %s, calls %s', e.evtevent, e.evtenabled, e.evtfoid::regproc)
FROM pg_catalog.pg_event_trigger e
UNION ALL
SELECT format('publication %s', p.pubname), format('all tables %s, tables %s', p.puballtables,
       ARRAY(SELECT r.prrelid::regclass::text FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid ORDER BY 1))
FROM pg_catalog.pg_publication p
UNION ALL
SELECT format('operator %s', o.oid::regoperator), o.oprcode::text
FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT format('cast %s to %s', c.castsource::regtype, c.casttarget::regtype), c.castcontext::text
FROM pg_catalog.pg_cast c WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT format('collation %I.%I', n.nspname, c.collname), c.collprovider::text
FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
UNION ALL
SELECT format('statistics %I.%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid)
FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
