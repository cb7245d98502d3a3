-- One row a life of an alert, instead of one a window. Rows of 0.1 are over: lives of one window.
ALTER TABLE alerts ALTER COLUMN window_start RENAME TO opened_at;
ALTER TABLE alerts ALTER COLUMN window_end RENAME TO last_at;
ALTER TABLE alerts ALTER COLUMN observed RENAME TO peak;
ALTER TABLE alerts ADD COLUMN state VARCHAR(16) DEFAULT 'closed' NOT NULL;
ALTER TABLE alerts ADD COLUMN changed_at TIMESTAMP(6);
ALTER TABLE alerts ADD COLUMN closed_at TIMESTAMP(6);
ALTER TABLE alerts ADD COLUMN windows INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE alerts ADD COLUMN reopened INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE alerts ADD COLUMN suppressed_by VARCHAR(64) DEFAULT '' NOT NULL;
UPDATE alerts SET changed_at = last_at, closed_at = last_at;
ALTER TABLE alerts ALTER COLUMN changed_at SET NOT NULL;
ALTER TABLE alerts ALTER COLUMN state DROP DEFAULT;
ALTER TABLE alerts ALTER COLUMN windows DROP DEFAULT;
ALTER TABLE alerts ALTER COLUMN reopened DROP DEFAULT;
ALTER TABLE alerts ALTER COLUMN suppressed_by DROP DEFAULT;
ALTER INDEX alerts_window_start RENAME TO alerts_opened_at;
