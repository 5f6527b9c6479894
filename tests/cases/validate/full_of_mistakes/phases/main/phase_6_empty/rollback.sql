SELECT 'one
