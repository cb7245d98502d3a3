-- RTP streams off the wire, one row a stream. What the columns mean: docs/schema.md.
CREATE TABLE streams (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(255) NOT NULL,
    source VARCHAR(64) NOT NULL,
    destination VARCHAR(64) NOT NULL,
    ssrc BIGINT NOT NULL,
    payload_type INT NOT NULL,
    codec VARCHAR(64) NOT NULL,
    clock_rate INT,
    by_sdp INT NOT NULL,
    direction VARCHAR(16) NOT NULL,
    node VARCHAR(255) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    started_at DATETIME(6) NOT NULL,
    last_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6),
    packets BIGINT NOT NULL,
    octets BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    out_of_order BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    loss_pct DOUBLE,
    jitter_mean_ms DOUBLE,
    jitter_max_ms DOUBLE,
    longest_gap_ms DOUBLE,
    burst_ratio DOUBLE,
    r_factor DOUBLE,
    mos DOUBLE,
    uid BINARY(16) NOT NULL,
    CONSTRAINT streams_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX streams_call_id ON streams (call_id);
CREATE INDEX streams_started_at ON streams (started_at);
