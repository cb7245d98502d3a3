-- RTP streams as RTCP tells of them, one row a stream. What the columns mean: docs/schema.md.
CREATE TABLE reported_streams (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(255) NOT NULL,
    reporter VARCHAR(64) NOT NULL,
    sender VARCHAR(64) NOT NULL,
    node VARCHAR(255) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    ssrc BIGINT NOT NULL,
    codec VARCHAR(64) NOT NULL,
    started_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NOT NULL,
    reports BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    loss_mean_pct DOUBLE,
    loss_max_pct DOUBLE,
    jitter_mean_ms DOUBLE,
    jitter_max_ms DOUBLE,
    rtt_mean_ms DOUBLE,
    rtt_max_ms DOUBLE,
    mos_mean DOUBLE,
    mos_min DOUBLE,
    uid BINARY(16) NOT NULL,
    CONSTRAINT reported_streams_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX reported_streams_call_id ON reported_streams (call_id);
CREATE INDEX reported_streams_started_at ON reported_streams (started_at);
