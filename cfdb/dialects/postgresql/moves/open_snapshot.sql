-- Workers begin their snapshots now. Who is not here yet is not waited for, and comes too late.
WITH opened AS (
    UPDATE cfdb.move
       SET snapshot = snapshot + 1, state = 'snapshot'
     WHERE id = %(move)s AND state = 'waiting'
    RETURNING id
)
DELETE FROM cfdb.move_worker AS w
 USING opened AS o
 WHERE w.move = o.id AND w.pid IS NULL
