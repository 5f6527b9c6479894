server restart
