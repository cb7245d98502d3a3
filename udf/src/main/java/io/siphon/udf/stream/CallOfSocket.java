package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.rtcp.RtcpReport;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

import java.io.Serializable;
import java.time.Duration;
import java.util.Comparator;

/**
 * Assigns a call to events without a Call-ID: the call that had announced their socket by then.
 * Keyed by the socket: announcements by {@link MediaSocket#socket}. What belongs to no call goes on
 * as it came.
 *
 * <p>Both inputs wait until the watermark has passed their second, announcements first. An
 * announcement is forgotten {@code retention} after it, or after the last thing that asked for it.
 * Where there is no {@link Room}, further sockets are not known, and nothing waits.
 *
 * @param <T> RTCP off the wire, or a stream to a socket that no SDP announced
 */
public final class CallOfSocket<T> extends KeyedCoProcessFunction<String, MediaSocket, T, T>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** Most announcements, and most things, of a socket that are held for ordering. */
    private static final int HELD_LIMIT = 256;

    /** Gives a thing the call that was found. */
    private interface Join<T> extends Serializable {
        T apply(T thing, String callId, String announcer);
    }

    private final Class<T> type;
    private final EventBuffer.Time<T> known;
    private final EventBuffer.Time<T> began;
    private final Join<T> join;
    private final long retention;
    private final Ceiling ceiling;

    private transient Room room;

    /** Places of the current key. */
    private transient int taken;

    private transient EventBuffer<MediaSocket> announcements;
    private transient EventBuffer<T> things;
    private transient ValueState<SocketCallsState> sockets;

    private CallOfSocket(
            Class<T> type,
            EventBuffer.Time<T> known,
            EventBuffer.Time<T> began,
            Join<T> join,
            Duration retention,
            Ceiling ceiling) {
        this.ceiling = ceiling;
        this.type = type;
        this.known = known;
        this.began = began;
        this.join = join;
        this.retention = retention.toNanos() / 1000;
    }

    /** For reports by one of their sockets, and sockets of {@link MediaSockets#ofRtcp}. */
    public static CallOfSocket<RtcpReport> ofReports(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                RtcpReport.class,
                RtcpReport::timeMicros,
                RtcpReport::timeMicros,
                (report, callId, announcer) ->
                        report.callId().isEmpty() ? report.of(callId) : report,
                retention,
                ceiling);
    }

    /**
     * For streams by their source, and sockets of {@link MediaSockets#ofRtp}: a phone behind NAT is
     * sent its media not where its SDP says, but whence its own came (RFC 4961). The sender's SDP
     * tells then. It also tells the direction of a stream to a socket that a renegotiation
     * announced first, whose side that does not tell. Those that have both already go on as they
     * are, by the same way, so that the rows of a stream stay in order.
     */
    public static CallOfSocket<RtpStream> ofStreams(Duration retention, Ceiling ceiling) {
        return new CallOfSocket<>(
                RtpStream.class,
                RtpStream::reportedMicros,
                RtpStream::startedAt,
                CallOfSocket::ofSender,
                retention,
                ceiling);
    }

    private static RtpStream ofSender(RtpStream stream, String callId, String announcer) {
        String direction = StreamState.directionFrom(announcer);
        if (stream.callId().isEmpty()) {
            return stream.of(callId, direction);
        }
        boolean open = stream.direction().isEmpty() && stream.callId().equals(callId);
        return open ? stream.withDirection(direction) : stream;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        room = new Room(context, getRuntimeContext(), ceiling);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        room.snapshot();
    }

    @Override
    public void open(OpenContext context) {
        announcements =
                new EventBuffer<>(
                        getRuntimeContext()
                                .getListState(
                                        new ListStateDescriptor<>(
                                                "announcements", MediaSocket.class)),
                        MediaSocket::timeMicros,
                        StreamTracker.ORDER,
                        HELD_LIMIT,
                        room);
        things =
                new EventBuffer<>(
                        getRuntimeContext().getListState(new ListStateDescriptor<>("things", type)),
                        known,
                        Comparator.comparingLong(began), // each is joined for itself
                        HELD_LIMIT,
                        room);
        sockets =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("calls", SocketCallsState.class));
    }

    @Override
    public void processElement1(MediaSocket announced, Context context, Collector<T> out)
            throws Exception {
        if (room.isFull() && sockets.value() == null) {
            room.turnAway();
        } else if (announcements.offer(announced, context.timerService())
                == EventBuffer.Admission.LATE) {
            SocketCallsState socket = known();
            socket.announcements.add(announced);
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
            socket.announcements.add(announced);
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

    private T joined(T thing, SocketCallsState socket) {
        AnnouncedState announced = socket.announcements.at(began.applyAsLong(thing));
        if (announced == null) {
            return thing;
        }
        announced.activeAt = Math.max(announced.activeAt, known.applyAsLong(thing));
        return join.apply(thing, announced.callId, announced.announcer);
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
