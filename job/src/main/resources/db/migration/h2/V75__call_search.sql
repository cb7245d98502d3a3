-- Callers, callees and the ids of CDRs are looked for by equality, any time back.
CREATE INDEX calls_caller ON calls (caller);
CREATE INDEX calls_callee ON calls (callee);
CREATE INDEX calls_correlation_id ON calls (correlation_id);
