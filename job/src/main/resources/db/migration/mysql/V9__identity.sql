-- What the store says of itself, a text a name; what the columns mean: docs/schema.md.
CREATE TABLE siphon_meta (
    name VARCHAR(64) PRIMARY KEY,
    content VARCHAR(255) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A Call-ID that comes again is another call, and another row. Rows that are there keep theirs.
UPDATE calls SET started_at = COALESCE(ringing_at, answered_at, ended_at, TIMESTAMP '1970-01-01 00:00:00')
    WHERE started_at IS NULL;
ALTER TABLE calls
    MODIFY started_at DATETIME(6) NOT NULL,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (call_id, started_at);
