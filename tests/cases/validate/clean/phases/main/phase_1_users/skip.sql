SELECT 'there' WHERE false;
