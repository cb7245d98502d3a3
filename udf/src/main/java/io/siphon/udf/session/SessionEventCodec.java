package io.siphon.udf.session;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.sdp.Candidate;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;

import javax.annotation.Nullable;

/** {@link SessionEvent}s on their way to those that follow sessions. */
public final class SessionEventCodec implements EdgeCodec<SessionEvent> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<SessionEvent> TYPE =
            EdgeType.of(SessionEvent.class, new SessionEventCodec());

    private static final int NONE = -1;

    @Override
    public void write(SessionEvent e, RecordBuffer to) {
        to.text(e.callId());
        to.number(e.timeMicros());
        to.text(e.method());
        to.integer(e.status());
        to.number(e.cseq());
        to.text(e.branch());
        to.integer(e.hop());
        to.text(e.fromTag());
        to.text(e.toTag());
        to.integer(e.media() == null ? NONE : e.media().length);
        for (int i = 0; e.media() != null && i < e.media().length; i++) {
            write(e.media()[i], to);
        }
    }

    @Override
    public SessionEvent read(RecordBuffer from) {
        return new SessionEvent(
                from.text(),
                from.number(),
                from.recurring(),
                from.integer(),
                from.number(),
                from.text(),
                from.integer(),
                from.text(),
                from.text(),
                media(from));
    }

    private static void write(Media media, RecordBuffer to) {
        to.text(media.type());
        to.text(media.ip());
        to.integer(media.port());
        to.integer(media.rtcpPort());
        to.text(media.transport());
        to.text(media.direction());
        to.integer(media.codecs().length);
        for (Codec codec : media.codecs()) {
            write(codec, to);
        }
        to.text(media.rtcpIp());
        to.integer(media.bundle());
        to.integer(media.candidates().length);
        for (Candidate candidate : media.candidates()) {
            write(candidate, to);
        }
        to.integer(media.ssrcs().length);
        for (long ssrc : media.ssrcs()) {
            to.number(ssrc);
        }
    }

    private static @Nullable Media[] media(RecordBuffer from) {
        int count = from.integer();
        if (count == NONE) {
            return null;
        }
        Media[] media = new Media[count];
        for (int i = 0; i < count; i++) {
            media[i] =
                    new Media(
                            from.recurring(),
                            from.recurring(),
                            from.integer(),
                            from.integer(),
                            from.recurring(),
                            from.recurring(),
                            codecs(from),
                            from.recurring(),
                            from.integer(),
                            candidates(from),
                            ssrcs(from));
        }
        return media;
    }

    private static Codec[] codecs(RecordBuffer from) {
        Codec[] codecs = new Codec[from.integer()];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = codec(from);
        }
        return codecs;
    }

    private static Candidate[] candidates(RecordBuffer from) {
        Candidate[] candidates = new Candidate[from.integer()];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = candidate(from);
        }
        return candidates;
    }

    private static long[] ssrcs(RecordBuffer from) {
        long[] ssrcs = new long[from.integer()];
        for (int i = 0; i < ssrcs.length; i++) {
            ssrcs[i] = from.number();
        }
        return ssrcs;
    }

    static void write(Codec codec, RecordBuffer to) {
        to.integer(codec.payloadType());
        to.text(codec.name());
        to.integer(codec.clockRate());
        to.integer(codec.primary());
    }

    static Codec codec(RecordBuffer from) {
        return new Codec(from.integer(), from.recurring(), from.integer(), from.integer());
    }

    static void write(Candidate candidate, RecordBuffer to) {
        to.text(candidate.ip());
        to.integer(candidate.port());
        to.integer(candidate.component());
    }

    static Candidate candidate(RecordBuffer from) {
        return new Candidate(from.recurring(), from.integer(), from.integer());
    }
}
