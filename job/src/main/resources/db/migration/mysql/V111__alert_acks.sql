-- Who takes care of an alert: docs/alerts.md. Written by the console and by siphon alerts ack, never by the job.
CREATE TABLE alert_acks (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    alert BINARY(16) NOT NULL,
    at DATETIME(6) NOT NULL,
    account VARCHAR(64) NOT NULL,
    note VARCHAR(1000) NOT NULL,
    INDEX alert_acks_alert (alert)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Notifications of alerts that receivers have taken, so that a restart repeats none: docs/alerts.md.
CREATE TABLE alert_deliveries (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    notification VARCHAR(80) NOT NULL,
    receiver VARCHAR(64) NOT NULL,
    at DATETIME(6) NOT NULL,
    CONSTRAINT alert_deliveries_once UNIQUE (notification, receiver),
    INDEX alert_deliveries_at (at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
