SELECT what, stage, bring, take, track, needs
  FROM cfdb.move_undo
 WHERE move = %(move)s AND NOT back
 ORDER BY stage, number
