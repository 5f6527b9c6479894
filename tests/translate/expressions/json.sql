doc->'$.a'
doc->>'$.a'
doc->>'$.name'
doc->'$.list[1]'
doc->>'$.list[0]'
doc->>'$.list'
doc->'$.inner'
doc->>'$.inner.x'
doc->'$."odd key"'
doc->>'$."odd key"'
doc->'$.missing'
doc->'$'
JSON_EXTRACT(doc, '$.a')
JSON_EXTRACT(doc, '$.inner.x') = 1
JSON_EXTRACT(doc, '$.name') = 'Abc'
JSON_EXTRACT(doc, '$.a') > 1
doc->>'$.a' > 1
doc->>'$.name' = 'Abc'
doc->'$.yes' = true
doc->>'$.yes' = 'true'
JSON_UNQUOTE(JSON_EXTRACT(doc, '$.name'))
JSON_UNQUOTE(doc->'$.a')
CAST(doc->>'$.a' AS SIGNED)
CAST(JSON_EXTRACT(doc, '$.a') AS UNSIGNED)
CAST(doc->'$.price' AS DECIMAL(10,2))
doc->>'$.a' + 1
JSON_VALUE(doc, '$.a')
JSON_VALUE(doc, '$.name')
JSON_VALUE(doc, '$.list')
JSON_OBJECT('a', n, 'b', name)
JSON_OBJECT('a', 1, 'b', 'x', 'c', NULL)
JSON_OBJECT()
JSON_OBJECT('p', price, 'd', d, 't', true)
JSON_OBJECT('doc', doc)
JSON_ARRAY(n, name, NULL)
JSON_ARRAY()
JSON_ARRAY(1, 'a', true, 1.5)
JSON_SET(doc, '$.a', 5)
JSON_SET(doc, '$.new', 'x')
JSON_SET(doc, '$.a', n, '$.b', name)
JSON_SET(doc, '$.a', NULL)
JSON_INSERT(doc, '$.a', 5)
JSON_INSERT(doc, '$.new', 5)
JSON_REPLACE(doc, '$.a', 5)
JSON_REPLACE(doc, '$.new', 5)
JSON_REMOVE(doc, '$.a')
JSON_REMOVE(doc, '$.a', '$.name')
JSON_CONTAINS(doc, '1', '$.a')
JSON_CONTAINS(doc, '2', '$.list')
JSON_CONTAINS(doc, '{"a": 1}')
JSON_CONTAINS(doc, '"x"', '$.name')
JSON_CONTAINS_PATH(doc, 'one', '$.a')
JSON_CONTAINS_PATH(doc, 'all', '$.a', '$.name')
JSON_CONTAINS_PATH(doc, 'one', '$.missing', '$.a')
JSON_LENGTH(doc)
JSON_LENGTH(doc, '$.list')
JSON_KEYS(doc)
JSON_KEYS(doc, '$.inner')
JSON_TYPE(doc)
JSON_TYPE(JSON_EXTRACT(doc, '$.a'))
JSON_TYPE(JSON_EXTRACT(doc, '$.price'))
JSON_QUOTE(name)
JSON_SEARCH(doc, 'one', 'x')
JSON_MERGE_PATCH(doc, '{}')
IFNULL(doc->>'$.name', 'none')
IF(JSON_EXTRACT(doc, '$.a') = 1, 'one', 'other')
doc IS NOT NULL
LENGTH(doc->>'$.name')
UPPER(doc->>'$.name')
doc->>'$.name' LIKE 'A%'
doc->>'$.name' IN ('Abc', 'x')
CONCAT(doc->>'$.name', '!')
doc->'$.list[*]'
doc->>'$.*'
doc->'$**.x'
doc->'$.inner.*'
doc->'$.list[last]'
doc->'$.list[last-1]'
JSON_EXTRACT(doc, '$.a', '$.name')
JSON_EXTRACT(doc, '$.missing', '$.gone')
JSON_EXTRACT(doc, CONCAT('$.list[', m, ']'))
JSON_EXTRACT(doc, CONCAT('$.', 'name'))
JSON_EXTRACT(doc, CONCAT('$.', IF(n > 1, 'name', 'a')))
JSON_EXTRACT(doc, CONCAT('$."', IF(n > 1, 'name', 'a'), '"'))
JSON_UNQUOTE(JSON_EXTRACT(doc, CONCAT('$.', IF(n > 1, 'name', 'a'))))
JSON_EXTRACT(doc, IF(n > 1, '$.name', '$.a'))
JSON_SET(doc, CONCAT('$.', IF(n > 1, 'name', 'a')), 5)
JSON_SET(doc, '$.list[0]', 5)
JSON_SET(doc, '$.list[9]', 5)
JSON_INSERT(doc, '$.list[0]', 5)
JSON_REMOVE(doc, '$.list[0]')
JSON_REMOVE(doc, CONCAT('$.list[', m, ']'))
JSON_ARRAY_APPEND(doc, '$.list', 5)
JSON_ARRAY_APPEND(doc, '$.a', 'x')
JSON_ARRAY_INSERT(doc, '$.list[0]', 'x')
JSON_ARRAY_INSERT(doc, '$.list[7]', name)
JSON_MERGE_PATCH(doc, '{"a": null, "inner": {"y": 2, "x": null}, "n": [1, null]}')
JSON_MERGE_PATCH(doc, JSON_OBJECT('a', n, 'z', name))
JSON_MERGE_PATCH(doc, doc)
JSON_MERGE_PRESERVE(doc->'$.list', '[1]')
JSON_MERGE(JSON_ARRAY(1), doc->'$.a')
JSON_MERGE(doc, doc)
JSON_CONTAINS(doc->'$.list', '2')
JSON_CONTAINS(doc->'$.list', CAST(n AS CHAR))
JSON_CONTAINS(doc, '{"x": 1}', '$.inner')
JSON_CONTAINS(doc->'$.list', JSON_QUOTE('x'))
JSON_CONTAINS_PATH(doc, 'one', '$.inner.*')
JSON_LENGTH(doc->'$.inner')
JSON_LENGTH(doc->'$.name')
JSON_VALUE(doc, '$.list[0]')
JSON_LENGTH(doc->'$.list[*]')
JSON_VALID(name)
JSON_VALID(doc)
JSON_SEARCH(doc, 'one', 'x') IS NOT NULL
JSON_SEARCH(doc, 'one', 'X') IS NULL
JSON_SEARCH(doc, 'one', 'a%') IS NOT NULL
JSON_SEARCH(doc, 'all', name) IS NOT NULL
JSON_SEARCH(doc, 'one', 'y', NULL, '$.list') IS NOT NULL
JSON_SEARCH(doc, 'one', 'x')
IF(JSON_SEARCH(doc, 'one', '_') IS NULL, 'no', 'yes')
