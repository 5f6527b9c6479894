SELECT to_regclass('cfdb.event') IS NOT NULL
