"""What an engine adds that data is moved from or to. Apart from `cfdb.dialect`: few commands need its values.

A contract has one purpose, so that what takes it says what it does. `MoveTarget` is all that one connection fulfils.
"""
