-- What the signalling of a call shows: messages sent again, and who is said to call. What the columns mean: docs/schema.md.
ALTER TABLE calls ADD COLUMN retransmissions INT;
ALTER TABLE calls ADD COLUMN attestation VARCHAR(8);
