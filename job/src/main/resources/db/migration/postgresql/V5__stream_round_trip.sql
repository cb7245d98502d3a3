-- The network's delay, as RTCP tells it of RTP streams. What the column means: docs/schema.md.
ALTER TABLE streams ADD COLUMN rtt_ms DOUBLE PRECISION;
