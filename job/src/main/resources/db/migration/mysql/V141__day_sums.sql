-- Calls and streams of past days, added up by the hour: what the overview of a month reads. A day of a table is added up when
-- it is in summed_days and not in changed_days (docs/adr/0025). What the columns mean: docs/schema.md.
CREATE TABLE summed_days (
    table_name VARCHAR(64) NOT NULL,
    of_day DATE NOT NULL,
    PRIMARY KEY (table_name, of_day)
) DEFAULT CHARACTER SET utf8mb4 COLLATE ${no_pad};

CREATE TABLE changed_days (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    table_name VARCHAR(64) NOT NULL,
    of_day DATE NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE ${no_pad};

CREATE TABLE call_sums (
    starts_at DATETIME(6) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    node VARCHAR(255) NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    final_status INTEGER,
    q850_cause INTEGER,
    cause VARCHAR(32),
    calls BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    duration_ms BIGINT,
    durations BIGINT NOT NULL,
    pdd_ms BIGINT,
    pdds BIGINT NOT NULL,
    INDEX call_sums_starts_at (starts_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE ${no_pad};

CREATE TABLE stream_sums (
    table_name VARCHAR(64) NOT NULL,
    starts_at DATETIME(6) NOT NULL,
    trunk VARCHAR(255) NOT NULL,
    node VARCHAR(255) NOT NULL,
    codec VARCHAR(64) NOT NULL,
    streams BIGINT NOT NULL,
    mos DOUBLE PRECISION,
    scores BIGINT NOT NULL,
    loss_pct DOUBLE PRECISION,
    losses BIGINT NOT NULL,
    jitter_ms DOUBLE PRECISION,
    jitters BIGINT NOT NULL,
    INDEX stream_sums_starts_at (table_name, starts_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE ${no_pad};
