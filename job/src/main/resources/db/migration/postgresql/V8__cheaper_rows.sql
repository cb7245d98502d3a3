-- Rows come in the order of id: a block range index finds them as a tree does, and a row costs a third less of trees.
-- What tells rows apart, uid, is the key.
ALTER TABLE sip_trace
    DROP CONSTRAINT sip_trace_pkey,
    DROP CONSTRAINT sip_trace_uid,
    ADD CONSTRAINT sip_trace_uid PRIMARY KEY (uid);
CREATE INDEX sip_trace_id ON sip_trace USING brin (id) WITH (autosummarize = on);

ALTER TABLE hep_trace
    DROP CONSTRAINT hep_trace_pkey,
    DROP CONSTRAINT hep_trace_uid,
    ADD CONSTRAINT hep_trace_uid PRIMARY KEY (uid);
CREATE INDEX hep_trace_id ON hep_trace USING brin (id) WITH (autosummarize = on);

-- Equality is all that is asked of these. In a tree, texts that come in no order cost twice as much.
DROP INDEX sip_trace_callid;
CREATE INDEX sip_trace_callid ON sip_trace USING hash (callid);
DROP INDEX hep_trace_correlation_id;
CREATE INDEX hep_trace_correlation_id ON hep_trace USING hash (correlation_id);

-- A call's row is written about three times. Where its page has room, the indexes need not hear of it.
ALTER TABLE calls SET (fillfactor = 60);
