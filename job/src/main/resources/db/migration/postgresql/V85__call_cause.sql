-- Why a call ended as it did: a word and a sentence. What the columns mean: docs/schema.md.
ALTER TABLE calls ADD COLUMN cause VARCHAR(32);
ALTER TABLE calls ADD COLUMN cause_text VARCHAR(255);
