select 1 /* a /* b; /* c */ */ ; */ + 1;
/* /* ; */ */
select 2;
/**//* ** / ; **/select 3;
/*/ ; /* // ; */ ; */ select 4;
