-- How a stream was reported, and which way it went. What the columns mean: docs/schema.md.
ALTER TABLE reported_streams ADD COLUMN origin VARCHAR(16);
ALTER TABLE reported_streams ADD COLUMN direction VARCHAR(16);
