-- Numbers are looked for by their beginning, too, which a hash does not find: +4420*.
DROP INDEX calls_caller;
DROP INDEX calls_callee;
CREATE INDEX calls_caller ON calls (caller text_pattern_ops);
CREATE INDEX calls_callee ON calls (callee text_pattern_ops);
