-- nothing;
/* here; */
;
