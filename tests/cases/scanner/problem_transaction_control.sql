BEGIN;
Start /* a */ Transaction isolation level serializable;
commit and chain;
/* c */ end -- x
;
rollback;
ABORT work;
end transaction;
begin work read only;
select 1;
Commit