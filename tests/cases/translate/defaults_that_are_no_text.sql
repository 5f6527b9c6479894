-- Defaults as mysqldump writes them: bytes that are no UTF-8, and escapes.
CREATE TABLE raw (
    a BINARY(2) NOT NULL DEFAULT 'ÿþ',
    b VARBINARY(4) DEFAULT _binary '\0é',
    c VARBINARY(8) DEFAULT 'cafÃ©'
);
