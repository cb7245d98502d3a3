-- Alerts, one row a detector, subject and window. What the columns mean: docs/schema.md.
CREATE TABLE alerts (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    detector VARCHAR(64) NOT NULL,
    severity VARCHAR(16) NOT NULL,
    node VARCHAR(255) NOT NULL,
    subject VARCHAR(255) NOT NULL,
    window_start DATETIME(6) NOT NULL,
    window_end DATETIME(6) NOT NULL,
    observed DOUBLE,
    threshold DOUBLE,
    count BIGINT NOT NULL,
    message VARCHAR(1000) NOT NULL,
    uid BINARY(16) NOT NULL,
    CONSTRAINT alerts_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX alerts_window_start ON alerts (window_start);
