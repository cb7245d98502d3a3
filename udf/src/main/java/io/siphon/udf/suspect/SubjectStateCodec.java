package io.siphon.udf.suspect;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** A {@link SubjectState} as bytes: 34 when it has just begun. */
final class SubjectStateCodec implements EdgeCodec<SubjectState> {

    private static final long serialVersionUID = 1;

    /** So that a later version can tell what this one wrote. */
    private static final int VERSION = 2;

    /** Had nothing that is set apart, and fewer numbers of the detector's own. */
    private static final int FIRST_VERSION = 1;

    private static final int FIRST_OWN = 4;

    @Override
    public void write(SubjectState s, RecordBuffer to) {
        to.integer(VERSION);
        to.number(s.since);
        to.number(s.until - s.since);
        to.number(s.last - s.since);
        to.number(s.timer);
        to.text(s.node);
        to.text(s.source);
        to.integer(s.raised);
        to.time(s.toldAt, s.since);
        to.number(s.bad);
        to.number(s.good);
        for (long number : s.own) {
            to.number(number);
        }
        s.items.write(to);
        to.integer(s.examples.size());
        s.examples.forEach(to::text);
        to.integer(s.apart.size());
        s.apart.forEach(to::number);
    }

    @Override
    public SubjectState read(RecordBuffer from) {
        SubjectState s = new SubjectState();
        int version = from.integer();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IllegalStateException(
                    "state of a subject has version " + version + ", expected at most " + VERSION);
        }
        s.since = from.number();
        s.until = s.since + from.number();
        s.last = s.since + from.number();
        s.timer = from.number();
        s.node = from.recurring();
        s.source = from.recurring();
        s.raised = from.integer();
        s.toldAt = from.time(s.since);
        s.bad = from.number();
        s.good = from.number();
        int own = version == FIRST_VERSION ? FIRST_OWN : s.own.length;
        for (int i = 0; i < own; i++) {
            s.own[i] = from.number();
        }
        s.items = Distinct.read(from);
        for (int i = from.integer(); i > 0; i--) {
            s.examples.add(from.text());
        }
        if (version == FIRST_VERSION) {
            return s;
        }
        for (int i = from.integer(); i > 0; i--) {
            s.apart.add(from.number());
        }
        return s;
    }
}
