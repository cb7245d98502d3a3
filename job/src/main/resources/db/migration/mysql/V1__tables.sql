-- MariaDB and MySQL. The character set is stated: latin1, still the default of many a server, loses
-- messages. All times are UTC. What the columns mean: docs/schema.md.

-- The first thirteen columns are those of Kamailio's table (siptrace module, version 4).
CREATE TABLE sip_trace (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    time_stamp DATETIME DEFAULT '2000-01-01 00:00:01' NOT NULL,
    time_us INT UNSIGNED DEFAULT 0 NOT NULL,
    callid VARCHAR(255) DEFAULT '' NOT NULL,
    traced_user VARCHAR(255) DEFAULT '' NOT NULL,
    msg MEDIUMTEXT NOT NULL,
    method VARCHAR(50) DEFAULT '' NOT NULL,
    status VARCHAR(255) DEFAULT '' NOT NULL,
    fromip VARCHAR(64) DEFAULT '' NOT NULL,
    toip VARCHAR(64) DEFAULT '' NOT NULL,
    fromtag VARCHAR(128) DEFAULT '' NOT NULL,
    totag VARCHAR(128) DEFAULT '' NOT NULL,
    direction VARCHAR(4) DEFAULT '' NOT NULL,
    node VARCHAR(255) DEFAULT '' NOT NULL,
    correlation_id VARCHAR(255),
    received_at DATETIME(6) NOT NULL,
    msg_raw MEDIUMBLOB,
    uid BINARY(16) NOT NULL,
    CONSTRAINT sip_trace_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX sip_trace_callid ON sip_trace (callid);
CREATE INDEX sip_trace_time_stamp ON sip_trace (time_stamp);

CREATE TABLE hep_trace (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    captured_at DATETIME(6) NOT NULL,
    received_at DATETIME(6) NOT NULL,
    protocol INT NOT NULL,
    correlation_id VARCHAR(255),
    node VARCHAR(255) NOT NULL,
    source VARCHAR(64) NOT NULL,
    destination VARCHAR(64) NOT NULL,
    payload MEDIUMTEXT,
    payload_raw MEDIUMBLOB,
    uid BINARY(16) NOT NULL,
    CONSTRAINT hep_trace_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX hep_trace_correlation_id ON hep_trace (correlation_id);
CREATE INDEX hep_trace_captured_at ON hep_trace (captured_at);

CREATE TABLE calls (
    call_id VARCHAR(255) PRIMARY KEY,
    caller VARCHAR(255) NOT NULL,
    callee VARCHAR(255) NOT NULL,
    from_tag VARCHAR(128) NOT NULL,
    to_tag VARCHAR(128) NOT NULL,
    source VARCHAR(64) NOT NULL,
    destination VARCHAR(64) NOT NULL,
    node VARCHAR(255) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    direction VARCHAR(4) NOT NULL,
    started_at DATETIME(6),
    ringing_at DATETIME(6),
    answered_at DATETIME(6),
    ended_at DATETIME(6),
    pdd_ms BIGINT,
    setup_ms BIGINT,
    duration_ms BIGINT,
    outcome VARCHAR(16) NOT NULL,
    final_status INT,
    q850_cause INT,
    released_by VARCHAR(16) NOT NULL,
    user_agent VARCHAR(255) NOT NULL,
    codecs VARCHAR(255) NOT NULL,
    correlation_id VARCHAR(255)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX calls_started_at ON calls (started_at);

CREATE TABLE measurements (
    name VARCHAR(64) NOT NULL,
    window_start DATETIME(6) NOT NULL,
    window_end DATETIME(6) NOT NULL,
    tags VARCHAR(512) NOT NULL,
    node VARCHAR(255),
    trunk VARCHAR(255),
    direction VARCHAR(16),
    method VARCHAR(50),
    code VARCHAR(16),
    count BIGINT,
    sum DOUBLE,
    mean DOUBLE,
    min DOUBLE,
    max DOUBLE,
    p50 DOUBLE,
    p95 DOUBLE,
    p99 DOUBLE,
    last DOUBLE,
    fields VARCHAR(4000),
    sketch MEDIUMBLOB,
    PRIMARY KEY (name, window_start, tags)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE undecodable (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    received_at DATETIME(6) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    node VARCHAR(255) NOT NULL,
    protocol INT NOT NULL,
    reason VARCHAR(64) NOT NULL,
    detail VARCHAR(1000) NOT NULL,
    bytes MEDIUMBLOB NOT NULL,
    uid BINARY(16) NOT NULL,
    CONSTRAINT undecodable_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE quarantine (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    at DATETIME(6) NOT NULL,
    target VARCHAR(64) NOT NULL,
    error VARCHAR(1000) NOT NULL,
    row_text MEDIUMTEXT NOT NULL,
    uid BINARY(16) NOT NULL,
    CONSTRAINT quarantine_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
