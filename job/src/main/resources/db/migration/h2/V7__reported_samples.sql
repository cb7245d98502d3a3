-- What the means of reported streams are of. What the columns mean: docs/schema.md.
ALTER TABLE reported_streams ADD COLUMN round_trips BIGINT;
ALTER TABLE reported_streams ADD COLUMN scores BIGINT;
