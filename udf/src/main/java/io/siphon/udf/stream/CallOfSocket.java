package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.order.Roomed;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.session.MediaSocket;
import io.siphon.udf.session.SessionTracker;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;
import java.util.Comparator;

/**
 * Assigns a call to events without a Call-ID: the call that had announced their socket by then.
 * Both inputs are keyed by the socket, announcements by {@link MediaSocket#socket}. An event that
 * belongs to no call is emitted unchanged.
 *
 * <p>Both inputs wait until the watermark has passed their second, announcements first. An
 * announcement is forgotten {@code retention} after it, or after the last lookup. Without {@link
 * Room}, further sockets are not followed, and nothing is held.
 *
 * @param <T> RTCP without a Call-ID, or a stream to a socket that no SDP announced
 */
public final class CallOfSocket<T> extends KeyedCoProcessFunction<String, MediaSocket, T, T>
        implements Roomed {

    private static final long serialVersionUID = 1L;

    /** Most announcements, and most things, of a socket that are held for ordering. */
    private static final int HELD_LIMIT = 256;

    /** How often a socket is notified again of who sends to it, µs. */
    private static final long AGAIN = 10_000_000;

    /** Sets the call that was found. */
    private interface Join<T> extends Serializable {
        T apply(T thing, AnnouncedState announced);
    }

    /** The notice that follows from an announcement that was added; null where there is none. */
    private interface Again<T> extends Serializable {
        @Nullable
        T of(MediaSocket announced, AnnouncementsState known);
    }

    private final TypeInformation<T> type;
    private final EventBuffer.Time<T> known;
    private final EventBuffer.Time<T> began;
    private final Join<T> join;
    private final Again<T> again;
    private final long retention;
    private final Ceiling ceiling;

    /** Whether {@link PairTracker} tells whose a thing is where a socket alone does not. */
    private final boolean paired;

    private transient Room room;

    /** Places of the current key. */
    private transient int taken;

    private transient HeldSockets announcements;
    private transient EventBuffer<T> things;
    private transient ValueState<SocketCallsState> sockets;

    private CallOfSocket(
            TypeInformation<T> type,
            EventBuffer.Time<T> known,
            EventBuffer.Time<T> began,
            Join<T> join,
            Again<T> again,
            Duration retention,
            Ceiling ceiling,
            boolean paired) {
        this.paired = paired;
        this.ceiling = ceiling;
        this.again = again;
        this.type = type;
        this.known = known;
        this.began = began;
        this.join = join;
        this.retention = retention.toNanos() / 1000;
    }

    /** For reports by one of their sockets, and the sockets of {@link SessionTracker#RTCP}. */
    public static CallOfSocket<RtcpReport> ofReports(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                TypeInformation.of(RtcpReport.class),
                RtcpReport::timeMicros,
                RtcpReport::timeMicros,
                (report, announced) ->
                        report.callId().isEmpty() ? report.of(announced.callId) : report,
                (announced, known) -> null,
                retention,
                ceiling,
                true);
    }

    /** Likewise, for extended reports. */
    public static CallOfSocket<QualityReport> ofQualities(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                TypeInformation.of(QualityReport.class),
                QualityReport::timeMicros,
                QualityReport::timeMicros,
                (report, announced) ->
                        report.callId().isEmpty() ? report.of(announced.callId) : report,
                (announced, known) -> null,
                retention,
                ceiling,
                true);
    }

    /**
     * For streams by their source, and the sockets of RTP: a phone behind NAT is sent its media not
     * where its SDP says, but whence its own came (RFC 4961). The sender's SDP tells then. It also
     * tells the direction of a stream to a socket that a renegotiation announced first, whose side
     * that does not tell. Those that have both already go on as they are, by the same way, so that
     * the rows of a stream stay in order.
     */
    public static CallOfSocket<RtpStream> ofStreams(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                TypeInformation.of(RtpStream.class),
                RtpStream::reportedMicros,
                RtpStream::startedAt,
                CallOfSocket::ofSender,
                (announced, known) -> null,
                retention,
                ceiling,
                false);
    }

    /**
     * For questions of {@link SendersOfPackets} by the socket that sends: whose that is, and what
     * it sends. One that nothing new is to be said to keeps its empty Call-ID.
     */
    public static CallOfSocket<MediaSocket> ofSenders(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                TypeInformation.of(MediaSocket.class),
                MediaSocket::timeMicros,
                MediaSocket::timeMicros,
                CallOfSocket::latched,
                CallOfSocket::again,
                retention,
                ceiling,
                false);
    }

    /** A new announcement or an end holds for the socket that was notified of it, too. */
    @Nullable
    private static MediaSocket again(MediaSocket announced, AnnouncementsState known) {
        AnnouncedState call = known.of(announced.callId());
        return call == null || call.toldSocket.isEmpty()
                ? null
                : new MediaSocket(
                        announced.timeMicros(),
                        call.callId,
                        call.toldSocket,
                        other(call.announcer),
                        call.sends,
                        call.codecs,
                        announced.socket(),
                        call.began,
                        announced.over());
    }

    private static MediaSocket latched(MediaSocket asked, AnnouncedState announced) {
        int to = asked.socket().hashCode();
        boolean told = to == announced.toldTo && asked.timeMicros() - announced.toldAt < AGAIN;
        if (told && announced.toldAt > 0 || announced.isOver(asked.timeMicros())) {
            return asked;
        }
        announced.toldSocket = asked.socket();
        announced.toldTo = to;
        announced.toldAt = asked.timeMicros();
        return new MediaSocket(
                Math.max(SendersOfPackets.second(asked.timeMicros()), announced.since),
                announced.callId,
                asked.socket(),
                other(announced.announcer),
                announced.sends,
                announced.codecs,
                asked.sender(),
                announced.began,
                false);
    }

    private static String other(String announcer) {
        return switch (announcer) {
            case MediaSocket.CALLER -> MediaSocket.CALLEE;
            case MediaSocket.CALLEE -> MediaSocket.CALLER;
            default -> "";
        };
    }

    private static RtpStream ofSender(RtpStream stream, AnnouncedState announced) {
        String callId = announced.callId;
        String direction = StreamState.directionFrom(announced.announcer);
        if (stream.callId().isEmpty()) {
            return stream.of(callId, direction);
        }
        boolean open = stream.direction().isEmpty() && stream.callId().equals(callId);
        return open ? stream.withDirection(direction) : stream;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void open(OpenContext context) {
        room = new Room(getRuntimeContext(), ceiling);
        announcements = new HeldSockets(getRuntimeContext(), HELD_LIMIT, room);
        things =
                new EventBuffer<>(
                        getRuntimeContext(),
                        new ListStateDescriptor<>("things", type),
                        known,
                        Comparator.comparingLong(began), // each is joined for itself
                        HELD_LIMIT,
                        room);
        sockets =
                getRuntimeContext()
                        .getState(
                                room.of(
                                        new ValueStateDescriptor<>("calls", SocketCallsState.class),
                                        socket -> socket.announcements.calls.size()));
    }

    @Override
    public void processElement1(MediaSocket announced, Context context, Collector<T> out)
            throws Exception {
        if (room.isFull() && sockets.value() == null) {
            room.turnAway();
        } else if (announcements.offer(announced, context.timerService())
                == EventBuffer.Admission.LATE) {
            SocketCallsState socket = known();
            add(announced, socket, out);
            store(socket, context.timerService());
        }
    }

    @Override
    public void processElement2(T thing, Context context, Collector<T> out) throws Exception {
        if (room.isFull()
                || things.offer(thing, context.timerService()) != EventBuffer.Admission.HELD) {
            SocketCallsState socket = known();
            out.collect(joined(thing, socket));
            store(socket, context.timerService());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<T> out) throws Exception {
        SocketCallsState socket = known();
        for (MediaSocket announced : announcements.release(timestamp)) {
            add(announced, socket, out);
        }
        for (T thing : things.release(timestamp)) {
            out.collect(joined(thing, socket));
        }
        if (socket.timer == timestamp) {
            socket.timer = DeadlineTimer.NONE;
            socket.announcements.forget(timestamp * 1000 - retention);
        }
        store(socket, context.timerService());
    }

    private void add(MediaSocket announced, SocketCallsState socket, Collector<T> out) {
        socket.announcements.add(announced);
        T told = again.of(announced, socket.announcements);
        if (told != null) {
            out.collect(told);
        }
    }

    private T joined(T thing, SocketCallsState socket) {
        AnnouncedState announced = socket.announcements.at(began.applyAsLong(thing));
        if (announced == null) {
            return thing;
        }
        if (paired && socket.announcements.isShared(began.applyAsLong(thing))) {
            return thing;
        }
        announced.activeAt = Math.max(announced.activeAt, known.applyAsLong(thing));
        return join.apply(thing, announced);
    }

    private SocketCallsState known() throws Exception {
        SocketCallsState socket = sockets.value();
        taken = socket == null ? 0 : socket.announcements.calls.size();
        return socket == null ? new SocketCallsState() : socket;
    }

    private void store(SocketCallsState socket, TimerService timers) throws Exception {
        room.take(socket.announcements.calls.size() - taken);
        taken = socket.announcements.calls.size();
        if (socket.announcements.isEmpty()) {
            if (socket.timer != DeadlineTimer.NONE) {
                timers.deleteEventTimeTimer(socket.timer);
            }
            sockets.clear();
            return;
        }
        socket.timer =
                DeadlineTimer.move(timers, socket.timer, socket.announcements.oldest() + retention);
        sockets.update(socket);
    }
}
