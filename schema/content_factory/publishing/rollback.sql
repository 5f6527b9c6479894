-- The publishing service, undone.
DROP TABLE publish_tasks;
