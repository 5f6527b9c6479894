KILL QUERY 5;
shutdown;
restart;
