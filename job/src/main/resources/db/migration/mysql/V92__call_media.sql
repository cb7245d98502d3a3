-- The media of a call. What the columns mean: docs/schema.md.
ALTER TABLE calls ADD COLUMN media_verdict VARCHAR(16);
ALTER TABLE calls ADD COLUMN from_caller_origin VARCHAR(16);
ALTER TABLE calls ADD COLUMN from_caller_mos_min DOUBLE;
ALTER TABLE calls ADD COLUMN from_caller_mos_mean DOUBLE;
ALTER TABLE calls ADD COLUMN from_caller_loss_max_pct DOUBLE;
ALTER TABLE calls ADD COLUMN from_caller_loss_mean_pct DOUBLE;
ALTER TABLE calls ADD COLUMN from_caller_jitter_max_ms DOUBLE;
ALTER TABLE calls ADD COLUMN from_caller_jitter_mean_ms DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_origin VARCHAR(16);
ALTER TABLE calls ADD COLUMN from_callee_mos_min DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_mos_mean DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_loss_max_pct DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_loss_mean_pct DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_jitter_max_ms DOUBLE;
ALTER TABLE calls ADD COLUMN from_callee_jitter_mean_ms DOUBLE;
