-- The call that a log line or a report names. What the columns mean: docs/schema.md.
ALTER TABLE hep_trace ADD COLUMN call_id VARCHAR(255);
CREATE INDEX hep_trace_call_id ON hep_trace (call_id);
