-- auth.uid(), auth.email(), auth.role() and auth.jwt() read the JWT of the request, also for the API roles.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'auth.uid(): expected the sub of the claims, found ' || coalesce(auth.uid()::text, 'NULL')
 WHERE auth.uid() IS DISTINCT FROM '5eed0000-0000-4000-8000-00000000000a';
SELECT 'auth.email(): expected a@streamvibe.invalid, found ' || coalesce(auth.email(), 'NULL')
 WHERE auth.email() IS DISTINCT FROM 'a@streamvibe.invalid';
SELECT 'auth.role(): expected authenticated, found ' || coalesce(auth.role(), 'NULL')
 WHERE auth.role() IS DISTINCT FROM 'authenticated';
SELECT 'auth.jwt(): expected all claims, found ' || coalesce(auth.jwt()::text, 'NULL')
 WHERE auth.jwt() ->> 'sub' IS DISTINCT FROM '5eed0000-0000-4000-8000-00000000000a';

-- Older PostgREST: one setting per claim.
SET LOCAL request.jwt.claims = '';
SET LOCAL request.jwt.claim.sub = '5eed0000-0000-4000-8000-00000000000b';
SET LOCAL request.jwt.claim.role = 'anon';
SET LOCAL request.jwt.claim.email = 'b@streamvibe.invalid';
SET LOCAL ROLE anon;
SELECT 'auth.uid(): expected request.jwt.claim.sub, found ' || coalesce(auth.uid()::text, 'NULL')
 WHERE auth.uid() IS DISTINCT FROM '5eed0000-0000-4000-8000-00000000000b';
SELECT 'auth.role(): expected request.jwt.claim.role, found ' || coalesce(auth.role(), 'NULL')
 WHERE auth.role() IS DISTINCT FROM 'anon';
SELECT 'auth.email(): expected request.jwt.claim.email, found ' || coalesce(auth.email(), 'NULL')
 WHERE auth.email() IS DISTINCT FROM 'b@streamvibe.invalid';

-- Nobody: an empty setting, and an empty sub, are no user and no error.
SET LOCAL request.jwt.claim.sub = '';
SET LOCAL request.jwt.claim.role = '';
SET LOCAL request.jwt.claim.email = '';
SET LOCAL ROLE service_role;
SELECT 'without a JWT: expected no user, found ' || concat_ws(', ', auth.uid(), auth.email(), auth.role(), auth.jwt())
 WHERE num_nonnulls(auth.uid(), auth.email(), auth.role(), auth.jwt()) <> 0;
SET LOCAL request.jwt.claims = '{"sub":""}';
SELECT 'empty sub: expected no user, found ' || auth.uid() WHERE auth.uid() IS NOT NULL;
