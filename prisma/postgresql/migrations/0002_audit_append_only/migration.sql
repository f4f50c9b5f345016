-- The audit log only grows: a row is added after the newest one, and never changed or removed (ADM-07).
CREATE FUNCTION "AuditEvent_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit log: rows are never changed or removed';
END
$$;

CREATE FUNCTION "AuditEvent_check_append"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."seq" IS DISTINCT FROM (SELECT COALESCE(MAX("seq"), 0) + 1 FROM "AuditEvent") THEN
        RAISE EXCEPTION 'audit log: a row is only added after the newest one';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER "AuditEvent_never_changed" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
FOR EACH STATEMENT EXECUTE FUNCTION "AuditEvent_refuse"();

CREATE TRIGGER "AuditEvent_only_appended" BEFORE INSERT ON "AuditEvent"
FOR EACH ROW EXECUTE FUNCTION "AuditEvent_check_append"();
