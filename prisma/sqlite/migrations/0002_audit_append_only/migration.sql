-- The audit log only grows: a row is added after the newest one, and never changed or removed (ADM-07).
CREATE TRIGGER "AuditEvent_never_changed" BEFORE UPDATE ON "AuditEvent"
BEGIN
    SELECT RAISE(ABORT, 'audit log: rows are never changed');
END;

CREATE TRIGGER "AuditEvent_never_removed" BEFORE DELETE ON "AuditEvent"
BEGIN
    SELECT RAISE(ABORT, 'audit log: rows are never removed');
END;

-- INSERT OR REPLACE removes the row in its way without asking the trigger above.
CREATE TRIGGER "AuditEvent_only_appended" BEFORE INSERT ON "AuditEvent"
WHEN NEW."seq" IS NOT (SELECT COALESCE(MAX("seq"), 0) + 1 FROM "AuditEvent")
    OR EXISTS (SELECT 1 FROM "AuditEvent" WHERE "hash" = NEW."hash")
BEGIN
    SELECT RAISE(ABORT, 'audit log: a row is only added after the newest one');
END;
