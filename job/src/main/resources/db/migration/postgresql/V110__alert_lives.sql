-- One row a life of an alert, instead of one a window. Rows of 0.1 are over: lives of one window.
ALTER TABLE alerts RENAME COLUMN window_start TO opened_at;
ALTER TABLE alerts RENAME COLUMN window_end TO last_at;
ALTER TABLE alerts RENAME COLUMN observed TO peak;
ALTER TABLE alerts
    ADD COLUMN state VARCHAR(16) DEFAULT 'closed' NOT NULL,
    ADD COLUMN changed_at TIMESTAMP(6),
    ADD COLUMN closed_at TIMESTAMP(6),
    ADD COLUMN windows INTEGER DEFAULT 1 NOT NULL,
    ADD COLUMN reopened INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN suppressed_by VARCHAR(64) DEFAULT '' NOT NULL;
UPDATE alerts SET changed_at = last_at, closed_at = last_at;
ALTER TABLE alerts
    ALTER COLUMN changed_at SET NOT NULL,
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN windows DROP DEFAULT,
    ALTER COLUMN reopened DROP DEFAULT,
    ALTER COLUMN suppressed_by DROP DEFAULT;
ALTER INDEX alerts_window_start RENAME TO alerts_opened_at;
