savepoint a;
rollback to a;
rollback to savepoint a;
rollback work to a;
rollback -- x
 transaction /* y */ to savepoint a;
release a;
release savepoint a;
prepare transaction (int) as select $1;
prepare transaction as select 1;
execute transaction;
set transaction isolation level serializable;
