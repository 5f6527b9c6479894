-- one
# two
/* three; */
--
