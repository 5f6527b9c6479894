\connect postgresql://me:secret@host/db
\c other it's
select 1;
