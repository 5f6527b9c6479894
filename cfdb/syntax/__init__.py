"""Where the statements of a script begin and end, and the words they are made of: pure, standard library only."""
