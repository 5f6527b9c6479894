-- One that came back, and goes once more, is remembered as it is now.
INSERT INTO cfdb.move_undo (move, what, stage, track, needs, take, bring)
VALUES (%(move)s, %(what)s, %(stage)s, %(track)s, %(needs)s, %(take)s, %(bring)s)
    ON CONFLICT (move, what)
    DO UPDATE SET stage = excluded.stage, track = excluded.track, needs = excluded.needs, take = excluded.take,
                  bring = excluded.bring, back = false
