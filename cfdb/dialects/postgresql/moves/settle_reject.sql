-- The row is in now, and counts where it was missing. One of a chunk that is not in will come with its chunk.
WITH known AS (
    SELECT r.id, r.move, r.copy, r.chunk, c.rows IS NOT NULL AS is_in
      FROM cfdb.move_reject AS r
      JOIN cfdb.move_chunk AS c ON c.move = r.move AND c.copy = r.copy AND c.number = r.chunk
     WHERE r.id = %(id)s
       FOR UPDATE
), taken AS (
    DELETE FROM cfdb.move_reject AS r USING known AS k WHERE r.id = k.id AND k.is_in
), counted AS (
    UPDATE cfdb.move_chunk AS c
       SET rows = c.rows + 1, rejected = c.rejected - 1
      FROM known AS k
     WHERE c.move = k.move AND c.copy = k.copy AND c.number = k.chunk AND k.is_in
)
SELECT is_in FROM known
