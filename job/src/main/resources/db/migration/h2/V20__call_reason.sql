-- What ended a call in words, and how often its caller tried again. What the columns mean: docs/schema.md.
ALTER TABLE calls ADD COLUMN reason VARCHAR(128);
ALTER TABLE calls ADD COLUMN retries INTEGER;
