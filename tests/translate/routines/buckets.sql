-- Events of cameras, and how many there were in the last hour, day and altogether.
CREATE TABLE Monitors (Id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, Name VARCHAR(64) NOT NULL);
CREATE TABLE Events (Id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, MonitorId INT UNSIGNED NOT NULL DEFAULT 0, Name VARCHAR(64) NOT NULL DEFAULT '', StartDateTime DATETIME DEFAULT NULL, DiskSpace BIGINT DEFAULT NULL, Archived TINYINT UNSIGNED NOT NULL DEFAULT 0);
CREATE TABLE Events_Hour (EventId BIGINT UNSIGNED NOT NULL PRIMARY KEY, MonitorId INT UNSIGNED NOT NULL, StartDateTime DATETIME DEFAULT NULL, DiskSpace BIGINT DEFAULT NULL);
CREATE TABLE Event_Summaries (MonitorId INT UNSIGNED NOT NULL PRIMARY KEY, TotalEvents INT DEFAULT NULL, TotalEventDiskSpace BIGINT DEFAULT NULL,
  HourEvents INT DEFAULT NULL, HourEventDiskSpace BIGINT DEFAULT NULL, ArchivedEvents INT DEFAULT NULL, ArchivedEventDiskSpace BIGINT DEFAULT NULL);
DELIMITER //
CREATE TRIGGER Events_Hour_delete_trigger BEFORE DELETE ON Events_Hour FOR EACH ROW BEGIN
  UPDATE Event_Summaries SET
    HourEvents = GREATEST(COALESCE(HourEvents, 1) - 1, 0),
    HourEventDiskSpace = GREATEST(COALESCE(HourEventDiskSpace, 0) - COALESCE(OLD.DiskSpace, 0), 0)
  WHERE Event_Summaries.MonitorId = OLD.MonitorId;
END//
CREATE TRIGGER Events_Hour_update_trigger AFTER UPDATE ON Events_Hour FOR EACH ROW BEGIN
  DECLARE diff BIGINT DEFAULT 0;
  SET diff = COALESCE(NEW.DiskSpace, 0) - COALESCE(OLD.DiskSpace, 0);
  IF diff THEN
    IF NEW.MonitorID != OLD.MonitorID THEN
      UPDATE Event_Summaries SET HourEventDiskSpace = GREATEST(COALESCE(HourEventDiskSpace, 0) - COALESCE(OLD.DiskSpace, 0), 0) WHERE Event_Summaries.MonitorId = OLD.MonitorId;
      UPDATE Event_Summaries SET HourEventDiskSpace = COALESCE(HourEventDiskSpace, 0) + COALESCE(NEW.DiskSpace, 0) WHERE Event_Summaries.MonitorId = NEW.MonitorId;
    ELSE
      UPDATE Event_Summaries SET HourEventDiskSpace = COALESCE(HourEventDiskSpace, 0) + diff WHERE Event_Summaries.MonitorId = NEW.MonitorId;
    END IF;
  END IF;
END//
CREATE PROCEDURE update_storage_stats(IN StorageId INT, IN space BIGINT)
sql_block: BEGIN
  DECLARE n INT;
  IF space IS NULL THEN LEAVE sql_block; END IF;
  UPDATE Events SET DiskSpace = GREATEST(COALESCE(DiskSpace, 0) + space, 0) WHERE MonitorId = StorageId;
END//
CREATE TRIGGER event_insert_trigger AFTER INSERT ON Events FOR EACH ROW BEGIN
  INSERT INTO Events_Hour (EventId, MonitorId, StartDateTime, DiskSpace) VALUES (NEW.Id, NEW.MonitorId, NEW.StartDateTime, 0);
  INSERT INTO Event_Summaries (MonitorId, HourEvents, TotalEvents) VALUES (NEW.MonitorId, 1, 1)
    ON DUPLICATE KEY UPDATE HourEvents = COALESCE(HourEvents, 0) + 1, TotalEvents = COALESCE(TotalEvents, 0) + 1;
END//
CREATE TRIGGER event_update_trigger AFTER UPDATE ON Events FOR EACH ROW BEGIN
  DECLARE diff BIGINT DEFAULT 0;
  SET diff = COALESCE(NEW.DiskSpace, 0) - COALESCE(OLD.DiskSpace, 0);
  IF diff THEN
    UPDATE Events_Hour SET DiskSpace = NEW.DiskSpace WHERE EventId = NEW.Id;
  END IF;
  IF NEW.Archived != OLD.Archived THEN
    IF NEW.Archived THEN
      UPDATE Event_Summaries SET ArchivedEvents = COALESCE(ArchivedEvents, 0) + 1, ArchivedEventDiskSpace = COALESCE(ArchivedEventDiskSpace, 0) + COALESCE(NEW.DiskSpace, 0) WHERE MonitorId = NEW.MonitorId;
    ELSEIF OLD.Archived THEN
      UPDATE Event_Summaries SET ArchivedEvents = GREATEST(COALESCE(ArchivedEvents, 0) - 1, 0), ArchivedEventDiskSpace = GREATEST(COALESCE(ArchivedEventDiskSpace, 0) - COALESCE(OLD.DiskSpace, 0), 0) WHERE MonitorId = OLD.MonitorId;
    END IF;
  END IF;
END//
CREATE TRIGGER event_delete_trigger BEFORE DELETE ON Events FOR EACH ROW BEGIN
  DELETE FROM Events_Hour WHERE EventId = OLD.Id;
  UPDATE Event_Summaries SET TotalEvents = GREATEST(COALESCE(TotalEvents, 1) - 1, 0) WHERE Event_Summaries.MonitorId = OLD.MonitorId;
END//
CREATE TRIGGER Zone_Insert AFTER INSERT ON Monitors FOR EACH ROW
  UPDATE Event_Summaries SET TotalEvents = (SELECT COUNT(*) FROM Events WHERE MonitorId = NEW.Id) WHERE MonitorId = NEW.Id//
DELIMITER ;
