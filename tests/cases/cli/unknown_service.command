bundle service aut
