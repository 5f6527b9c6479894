-- An envelope of AES-256-CBC and nothing else: right version, vector, alphabet, and whole blocks of 16 bytes.
SELECT 'expected ' || wanted || ', found ' || coalesce(public."isCiphertext"(value)::text, 'NULL') || ' for ' || what
  FROM (VALUES
        (true,  'one block',             'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64')),
        (true,  'three blocks',          'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('00', 48), 'hex'), 'base64')),
        (false, 'a token of Facebook',   'EAABsbCS1iHgBAKZCZCx0tZBZBq'),
        (false, 'a token of Google',     'ya29.a0AfH6SMBx-probe_only'),
        (false, 'a JSON web token',      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'),
        (false, 'nothing',               ''),
        (false, 'no ciphertext',         'v1:' || repeat('0a', 16) || ':'),
        (false, 'half a block',          'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 8), 'hex'), 'base64')),
        (false, 'a block and a byte',    'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 17), 'hex'), 'base64')),
        (false, 'a vector too short',    'v1:' || repeat('0a', 15) || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64')),
        (false, 'a vector in base64',    'v1:' || encode(decode(repeat('0a', 16), 'hex'), 'base64') || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64')),
        (false, 'another version',       'v2:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64')),
        (false, 'a line break',          'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64') || E'\n'),
        (false, 'another alphabet',      'v1:' || repeat('0a', 16) || ':____' || substr(encode(decode(repeat('ff', 16), 'hex'), 'base64'), 5)),
        (false, 'text before it',        'x v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 16), 'hex'), 'base64'))
       ) AS given (wanted, what, value)
 WHERE public."isCiphertext"(value) IS DISTINCT FROM wanted;
SELECT 'expected NULL of NULL' WHERE public."isCiphertext"(NULL) IS NOT NULL;
