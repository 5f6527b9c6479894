new phase
