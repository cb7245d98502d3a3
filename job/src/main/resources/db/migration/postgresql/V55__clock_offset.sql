-- How far the clock of a row's agent was off: its times are that clock's. What the column means: docs/schema.md.
ALTER TABLE sip_trace ADD COLUMN clock_offset_ms INTEGER;
ALTER TABLE hep_trace ADD COLUMN clock_offset_ms INTEGER;
ALTER TABLE calls ADD COLUMN clock_offset_ms INTEGER;
ALTER TABLE registrations ADD COLUMN clock_offset_ms INTEGER;
