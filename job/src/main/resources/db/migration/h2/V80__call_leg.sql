-- Which conversation a call is a leg of. What the columns mean: docs/schema.md.
ALTER TABLE calls ADD COLUMN conversation_id VARCHAR(255);
ALTER TABLE calls ADD COLUMN leg INTEGER;
