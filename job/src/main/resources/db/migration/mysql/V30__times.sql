-- Retention looks for old rows by their time. What the columns mean: docs/schema.md.
CREATE INDEX undecodable_received_at ON undecodable (received_at);
CREATE INDEX quarantine_at ON quarantine (at);
CREATE INDEX measurements_window_start ON measurements (window_start);
