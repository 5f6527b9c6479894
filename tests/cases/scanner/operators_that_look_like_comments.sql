select '{"a":[1]}'::jsonb -> 'a' ->> 0, 6 / 2 - -1, '{}'::jsonb #- '{a}', @ - 3;
select '{1}'::int[] @> '{1}' and 2 * 3 / 4 = 1;
