package io.siphon.udf.session;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

/** {@link FollowedSessionState}s in state. */
final class FollowedSessionCodec implements EdgeCodec<FollowedSessionState> {

    private static final long serialVersionUID = 1;

    private final SessionStateCodec sessions = new SessionStateCodec();

    @Override
    public void write(FollowedSessionState followed, RecordBuffer to) {
        to.number(followed.began);
        to.time(followed.activeAt, followed.began);
        to.time(followed.announcedAt, followed.began);
        to.flag(followed.up);
        to.flag(followed.failed);
        to.flag(followed.ended);
        to.number(followed.timer);
        sessions.write(followed.session, to);
    }

    @Override
    public FollowedSessionState read(RecordBuffer from) {
        FollowedSessionState followed = new FollowedSessionState();
        followed.began = from.number();
        followed.activeAt = from.time(followed.began);
        followed.announcedAt = from.time(followed.began);
        followed.up = from.flag();
        followed.failed = from.flag();
        followed.ended = from.flag();
        followed.timer = from.number();
        followed.session = sessions.read(from);
        return followed;
    }
}
