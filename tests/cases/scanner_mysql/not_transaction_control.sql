start replica;
stop replica;
release_all();
lock instance for backup;
unlock instance;
DELIMITER //
begin not atomic select 1; end//
