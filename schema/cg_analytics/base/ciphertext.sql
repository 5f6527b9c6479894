-- CG Analytics, base: what a secret has to look like.
--
-- Secrets are encrypted by the application (AES-256-CBC); the key never comes here. What is stored is an envelope:
--
--     v1:<initialisation vector, 32 lower case hex digits>:<ciphertext, base64, without line breaks>
--
-- CBC pads to whole blocks, so the ciphertext is 16, 32, 48 … bytes, and never empty. In Node:
--
--     const iv = crypto.randomBytes(16), cipher = crypto.createCipheriv('aes-256-cbc', key, iv);
--     `v1:${iv.toString('hex')}:${Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]).toString('base64')}`
--
-- CBC alone does not notice tampering. v1 is the document's format; an authenticated one would be v2, beside it.
-- A check of the form can be fooled by whoever wants to; what it stops is the token that was written unencrypted by
-- mistake, which no platform issues in this form.
CREATE FUNCTION public."isCiphertext"(p_value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
    SELECT CASE
        -- CASE, because AND promises no order, and decode() raises an error on what is no base64.
        WHEN p_value ~ '^v1:[0-9a-f]{32}:([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$'
        THEN octet_length(decode(split_part(p_value, ':', 3), 'base64')) % 16 = 0
        ELSE false
    END
$$;
COMMENT ON FUNCTION public."isCiphertext"(text) IS 'Is this an envelope v1:<iv>:<ciphertext> of AES-256-CBC? NULL of NULL';
-- Checks are evaluated with the rights of whoever writes the row.
REVOKE ALL ON FUNCTION public."isCiphertext"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."isCiphertext"(text) TO cg_analytics_app, cg_analytics_worker;
