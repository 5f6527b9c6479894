validate --var hook=x
