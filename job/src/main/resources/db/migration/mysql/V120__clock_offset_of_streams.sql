-- How far the clock of a row's agent was off: its times are that clock's. What the column means: docs/schema.md.
ALTER TABLE streams ADD COLUMN clock_offset_ms INT;
ALTER TABLE reported_streams ADD COLUMN clock_offset_ms INT;
