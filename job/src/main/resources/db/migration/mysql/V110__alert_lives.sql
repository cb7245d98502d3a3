-- One row a life of an alert, instead of one a window. Rows of 0.1 are over: lives of one window.
DROP INDEX alerts_window_start ON alerts;
ALTER TABLE alerts
    CHANGE COLUMN window_start opened_at DATETIME(6) NOT NULL,
    CHANGE COLUMN window_end last_at DATETIME(6) NOT NULL,
    CHANGE COLUMN observed peak DOUBLE,
    ADD COLUMN state VARCHAR(16) DEFAULT 'closed' NOT NULL,
    ADD COLUMN changed_at DATETIME(6),
    ADD COLUMN closed_at DATETIME(6),
    ADD COLUMN windows INTEGER DEFAULT 1 NOT NULL,
    ADD COLUMN reopened INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN suppressed_by VARCHAR(64) DEFAULT '' NOT NULL;
UPDATE alerts SET changed_at = last_at, closed_at = last_at;
ALTER TABLE alerts
    MODIFY COLUMN changed_at DATETIME(6) NOT NULL,
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN windows DROP DEFAULT,
    ALTER COLUMN reopened DROP DEFAULT,
    ALTER COLUMN suppressed_by DROP DEFAULT;
CREATE INDEX alerts_opened_at ON alerts (opened_at);
