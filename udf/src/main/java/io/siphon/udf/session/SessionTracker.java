package io.siphon.udf.session;

import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Follows sessions, keyed by Call-ID, and announces their sockets to those that meet RTP and RTCP
 * off the wire: at each offer and answer, once more every {@code setupTimeout} while the call is
 * up, and as over at its end. {@link io.siphon.udf.order.InOrder} runs it.
 *
 * <p>Metrics: {@code displacedMedia}, lines of a call that others took the place of; {@code
 * unannouncedSockets}, beyond {@value SocketAnnouncements#LIMIT} at a time.
 */
public final class SessionTracker extends InOrderFunction<String, SessionEvent, MediaSocket> {

    /** Where RTCP goes; the main output is where RTP goes. */
    public static final OutputTag<MediaSocket> RTCP =
            new OutputTag<>("rtcp-sockets", TypeInformation.of(MediaSocket.class));

    /** How long a call that is over may be heard of, µs: 64 T1 (RFC 3261, 17). */
    private static final long LINGER = 32_000_000;

    /** Lines whose sockets are announced once more: one call must not make a flood of hours. */
    private static final int LINES_AGAIN = 8;

    private final long setupTimeout;
    private final long maxDuration;

    private transient PackedState<FollowedSessionState> sessions;
    private transient Counter displacedMedia;
    private transient Counter unannouncedSockets;

    /** Both as for {@link io.siphon.udf.call.CallTracker}. */
    public SessionTracker(Duration setupTimeout, Duration maxDuration) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void open(OpenContext context) {
        sessions = new PackedState<>(getRuntimeContext(), state(), new FollowedSessionCodec());
        displacedMedia = getRuntimeContext().getMetricGroup().counter("displacedMedia");
        unannouncedSockets = getRuntimeContext().getMetricGroup().counter("unannouncedSockets");
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        FollowedSessionState followed = sessions.value();
        return followed == null ? NEVER : followed.timer;
    }

    @Override
    protected void flush() throws Exception {
        sessions.close();
    }

    @Override
    protected long places() {
        return sessions.places();
    }

    @Override
    protected void recounted(long places) {
        sessions.recounted(places);
    }

    @Override
    protected Standing standing() throws Exception {
        FollowedSessionState followed = sessions.value();
        int rank =
                followed.isOver() ? Standing.OVER : followed.up ? Standing.UP : Standing.UNDER_WAY;
        return new Standing(rank, followed.activeAt, "", sessions.taken());
    }

    @Override
    protected long micros(SessionEvent event) {
        return event.timeMicros();
    }

    @Override
    protected Comparator<SessionEvent> ties() {
        return SessionEvent.ORDER;
    }

    @Override
    public void processElement(SessionEvent event, Context context, Collector<MediaSocket> out)
            throws Exception {
        FollowedSessionState followed = followed(event);
        if (followed == null) {
            return;
        }
        boolean over = followed.isOver();
        followed.began = Math.min(followed.began, event.timeMicros());
        followed.activeAt = Math.max(followed.activeAt, event.timeMicros());
        followed.up |= event.isUp();
        followed.ended |= event.isByeDone();
        List<LineState> told = followed.session.apply(event);
        followed.failed = followed.session.isFailed(event, followed.failed);
        displacedMedia.inc(followed.session.displaced);
        followed.session.displaced = 0;
        announce(followed, told, event.timeMicros(), false, context, out);
        followed.announcedAt =
                followed.announcedAt == 0 ? event.timeMicros() : followed.announcedAt;
        if (followed.isOver() && !over) {
            announce(followed, followed.session.lines, event.timeMicros(), true, context, out);
        }
        store(followed);
    }

    /** Null when it is about nothing that is known, and begins nothing. */
    private FollowedSessionState followed(SessionEvent event) throws Exception {
        FollowedSessionState known = sessions.value();
        boolean begins = event.isInitial() || known == null && event.media() != null;
        if (known != null && !(begins && known.ended)) {
            return known;
        }
        if (!begins) {
            return null;
        }
        FollowedSessionState followed = new FollowedSessionState();
        followed.began = event.timeMicros();
        followed.timer = known == null ? NEVER : known.timer;
        return followed;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<MediaSocket> out)
            throws Exception {
        FollowedSessionState followed = sessions.value();
        followed.timer = NEVER;
        if (isEvicted() || isOver() || deadline(followed) <= timestamp * 1000) {
            sessions.clear();
            return;
        }
        if (followed.announcedAt + setupTimeout <= timestamp * 1000) {
            List<LineState> agreed =
                    followed.session.lines.stream().filter(line -> line.agreed).toList();
            int latest = Math.max(0, agreed.size() - LINES_AGAIN);
            announce(
                    followed,
                    agreed.subList(latest, agreed.size()),
                    timestamp * 1000,
                    false,
                    context,
                    out);
            followed.announcedAt = timestamp * 1000;
        }
        store(followed);
    }

    private void announce(
            FollowedSessionState followed,
            List<LineState> lines,
            long timeMicros,
            boolean over,
            Context context,
            Collector<MediaSocket> out) {
        if (lines.isEmpty()) {
            return;
        }
        SocketAnnouncements rtp = new SocketAnnouncements(followed.session, LineState::rtpSockets);
        SocketAnnouncements rtcp =
                new SocketAnnouncements(followed.session, LineState::rtcpSockets);
        String callId = context.getCurrentKey();
        rtp.of(lines, callId, followed.began, timeMicros, over).forEach(out::collect);
        for (MediaSocket socket : rtcp.of(lines, callId, followed.began, timeMicros, over)) {
            context.output(RTCP, socket);
        }
        unannouncedSockets.inc(rtp.leftOut + rtcp.leftOut);
    }

    private long deadline(FollowedSessionState followed) {
        if (followed.isOver()) {
            return followed.activeAt + LINGER;
        }
        return followed.activeAt + (followed.up ? maxDuration : setupTimeout);
    }

    private void store(FollowedSessionState followed) throws Exception {
        long next = deadline(followed);
        if (followed.up && !followed.isOver() && !followed.session.isEmpty()) {
            next = Math.min(next, followed.announcedAt + setupTimeout);
        }
        followed.timer = wake(followed.timer, next);
        sessions.update(followed);
    }
}
