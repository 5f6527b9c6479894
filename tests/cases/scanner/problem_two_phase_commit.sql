prepare transaction 'a';
commit prepared 'a';
rollback /* ; */ prepared 'a';
