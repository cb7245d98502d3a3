-- What messages of a kind have in common is stored once a day, in sip_template (docs/adr/0020). sip_trace becomes a view
-- that joins them again; the table goes on as sip_message. Nothing is copied. What the columns mean: docs/schema.md.
DO $$
DECLARE
    replaced TEXT[] := ARRAY(
        SELECT DISTINCT format('CREATE OR REPLACE VIEW %s%s AS %s', c.oid::regclass,
            COALESCE(' WITH (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid))
        FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = r.ev_class
        WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = 'sip_trace'::regclass AND c.relkind = 'v');
    granted TEXT[] := ARRAY(
        SELECT format('GRANT %s ON sip_trace TO %s%s', a.privilege_type,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
            CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'sip_trace'::regclass AND a.grantee <> c.relowner);
    stored TEXT := (
        SELECT c.oid::regclass::text
        FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = r.ev_class
        WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = 'sip_trace'::regclass AND c.relkind = 'm' LIMIT 1);
    statement TEXT;
BEGIN
    IF stored IS NOT NULL THEN
        RAISE EXCEPTION 'the materialized view % reads sip_trace: drop it, start Siphon, and make it again', stored;
    END IF;

    ALTER TABLE sip_trace RENAME TO sip_message;
    ALTER TABLE sip_message
        ADD COLUMN template BIGINT,
        ADD COLUMN fields TEXT,
        ALTER COLUMN msg DROP NOT NULL;

    CREATE TABLE sip_template (
        id BIGINT PRIMARY KEY,
        day DATE NOT NULL,
        used_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        text TEXT NOT NULL
    );

    CREATE VIEW sip_trace AS
    SELECT id, time_stamp, time_us, callid, traced_user,
        COALESCE(msg,
            (SELECT format(t.text, VARIADIC ARRAY[m.callid, m.fromtag, m.totag]::text[] || string_to_array(m.fields, chr(31)))
                FROM sip_template t WHERE t.id = m.template),
            fields) AS msg,
        method, status, fromip, toip, fromtag, totag, direction, node, correlation_id, received_at, msg_raw, uid,
        clock_offset_ms
    FROM sip_message m;

    FOREACH statement IN ARRAY granted || replaced LOOP
        EXECUTE statement;
    END LOOP;
END $$;

-- Rows of others are stored whole.
ALTER VIEW sip_trace ALTER COLUMN time_stamp SET DEFAULT '2000-01-01 00:00:01';
ALTER VIEW sip_trace ALTER COLUMN time_us SET DEFAULT 0;
ALTER VIEW sip_trace ALTER COLUMN callid SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN traced_user SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN method SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN status SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN fromip SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN toip SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN fromtag SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN totag SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN direction SET DEFAULT '';
ALTER VIEW sip_trace ALTER COLUMN node SET DEFAULT '';

CREATE FUNCTION sip_trace_insert() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.id := COALESCE(NEW.id, nextval(pg_get_serial_sequence('sip_message', 'id')));
    INSERT INTO sip_message (id, time_stamp, time_us, callid, traced_user, msg, method, status, fromip, toip, fromtag, totag,
        direction, node, correlation_id, received_at, msg_raw, uid, clock_offset_ms)
    VALUES (NEW.id, NEW.time_stamp, NEW.time_us, NEW.callid,
        NEW.traced_user, NEW.msg, NEW.method, NEW.status, NEW.fromip, NEW.toip, NEW.fromtag, NEW.totag, NEW.direction,
        NEW.node, NEW.correlation_id, NEW.received_at, NEW.msg_raw, NEW.uid, NEW.clock_offset_ms);
    RETURN NEW;
END $$;

CREATE TRIGGER sip_trace_insert INSTEAD OF INSERT ON sip_trace FOR EACH ROW EXECUTE PROCEDURE sip_trace_insert();
