-- Callers, callees and the ids of CDRs are looked for by equality, any time back: a hash costs less than a tree.
CREATE INDEX calls_caller ON calls USING hash (caller);
CREATE INDEX calls_callee ON calls USING hash (callee);
CREATE INDEX calls_correlation_id ON calls USING hash (correlation_id);
-- What the console draws of a month of windows, without the rest of their rows.
CREATE INDEX measurements_drawn ON measurements (name, window_start) INCLUDE (node, trunk, code, count, sum, max);
