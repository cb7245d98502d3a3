-- Registrations, one row an attempt. What the columns mean: docs/schema.md.
CREATE TABLE registrations (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    aor VARCHAR(255) NOT NULL,
    call_id VARCHAR(255) NOT NULL,
    cseq BIGINT,
    kind VARCHAR(16) NOT NULL,
    contact VARCHAR(255) NOT NULL,
    user_agent VARCHAR(255) NOT NULL,
    source VARCHAR(64) NOT NULL,
    destination VARCHAR(64) NOT NULL,
    node VARCHAR(255) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    direction VARCHAR(4) NOT NULL,
    started_at DATETIME(6) NOT NULL,
    challenged_at DATETIME(6),
    ended_at DATETIME(6),
    lapsed_at DATETIME(6),
    delay_ms BIGINT,
    requested_expires_s BIGINT,
    expires_s BIGINT,
    outcome VARCHAR(16) NOT NULL,
    final_status INT,
    uid BINARY(16) NOT NULL,
    CONSTRAINT registrations_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX registrations_aor ON registrations (aor);
CREATE INDEX registrations_call_id ON registrations (call_id);
CREATE INDEX registrations_started_at ON registrations (started_at);
