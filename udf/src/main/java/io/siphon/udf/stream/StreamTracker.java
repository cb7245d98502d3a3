package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.order.Roomed;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Follows RTP streams and emits each as a {@link RtpStream} when it is over, and once a minute
 * before. Both inputs are keyed by the receiving socket: announcements by {@link
 * MediaSocket#socket}, packets by {@link RtpPacket#destination}. The socket is all that SDP and RTP
 * have in common, so neither has to be broadcast.
 *
 * <p>Both are applied in order of time once the watermark has passed their second, an announcement
 * before a packet of the same microsecond. Packets that are later still are applied at once, and
 * counted as {@code latePackets}. Packets captured by several nodes are one stream, with the node
 * that saw it first. Without an announcement, packets that look like RTP become a stream after
 * {@value StreamState#CONVINCING} in sequence.
 *
 * <p>A stream ends after {@link #SILENCE}, or when another call announces the socket. In the latter
 * case it goes on if its packets do not pause: then the announcement is the other leg's, or the
 * media came before its SDP. A stream that ended by silence is resumed by a packet of its call
 * while the call lives, else within {@link #DORMANCY} by a packet of its call or with its next
 * sequence numbers. The numbers in between count as lost, and the stream is emitted again as a
 * whole.
 *
 * <p>An announcement is deleted {@code retention} after it, or after the last packet to its socket.
 * Metrics: {@code latePackets}; {@code droppedPackets}, over {@value PacketBuffer#LIMIT} of a
 * socket within the out-of-orderness, or over {@value SocketState#LIMIT} streams to it; {@code
 * notFollowed}, announcements and packets of sockets beyond the {@link Room}.
 */
public final class StreamTracker
        extends KeyedCoProcessFunction<String, MediaSocket, RtpPacket, RtpStream>
        implements Roomed {

    private static final long serialVersionUID = 1L;

    /** After this long without a packet a stream is over, µs. */
    public static final long SILENCE = 30_000_000;

    /** For this long it may be resumed, while there is room for it, µs. */
    static final long DORMANCY = 1_800_000_000;

    /** Likewise, while its call is announced and not over: as long as calls last, µs. */
    static final long DORMANCY_IN_CALL = 12 * 3_600_000_000L;

    /** How often an active stream is emitted, µs. */
    static final long PERIOD = 60_000_000;

    /** Most announcements of a socket that are held for ordering. */
    static final int HELD_LIMIT = 256;

    static final Comparator<MediaSocket> ORDER =
            Comparator.comparing(MediaSocket::callId)
                    .thenComparing(MediaSocket::announcer)
                    .thenComparing(MediaSocket::sender)
                    .thenComparing(MediaSocket::over)
                    .thenComparingInt(socket -> socket.codecs().length)
                    .thenComparingInt(socket -> socket.sends().length)
                    .thenComparing(socket -> Arrays.toString(socket.codecs()));

    /** The streams of the SSRCs of calls, when they are known and when they change. */
    public static final OutputTag<IdentifiedStream> IDENTIFIED =
            new OutputTag<>("identified-streams", TypeInformation.of(IdentifiedStream.class));

    private final long retention;
    private final Ceiling ceiling;

    private transient Room room;

    /** The current key's share of {@link Room}. */
    private transient int taken;

    private transient HeldSockets announcements;
    private transient PacketBuffer packets;
    private transient ValueState<SocketState> sockets;
    private transient Counter latePackets;
    private transient Counter droppedPackets;

    /**
     * @param retention how long after an announcement the first packet may come: as long as a call
     *     may ring, and more
     * @param ceiling of streams and announcements: beyond it new ones are not followed
     */
    public StreamTracker(Duration retention, Ceiling ceiling) {
        this.ceiling = ceiling;
        this.retention = retention.toNanos() / 1000;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void open(OpenContext context) {
        room = new Room(getRuntimeContext(), ceiling);
        announcements = new HeldSockets(getRuntimeContext(), HELD_LIMIT, room);
        packets =
                new PacketBuffer(
                        getRuntimeContext()
                                .getListState(
                                        new ListStateDescriptor<>("packets", RtpPacket.class)),
                        getRuntimeContext()
                                .getState(
                                        room.of(
                                                new ValueStateDescriptor<>("held", HeldState.class),
                                                PacketBuffer::places)),
                        room);
        sockets =
                getRuntimeContext()
                        .getState(
                                room.of(
                                        new ValueStateDescriptor<>("socket", SocketState.class),
                                        SocketState::places));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        latePackets = metrics.counter("latePackets");
        droppedPackets = metrics.counter("droppedPackets");
    }

    @Override
    public void processElement1(MediaSocket announced, Context context, Collector<RtpStream> out)
            throws Exception {
        if (isTooMany()) {
            room.turnAway();
        } else if (announcements.offer(announced, context.timerService())
                == EventBuffer.Admission.LATE) {
            SocketState socket = known();
            socket.apply(announced);
            store(socket, context.timerService());
        }
    }

    @Override
    public void processElement2(RtpPacket packet, Context context, Collector<RtpStream> out)
            throws Exception {
        if (isTooMany()) {
            room.turnAway();
            return;
        }
        switch (packets.offer(packet, context.timerService())) {
            case HELD -> {}
            case FULL -> droppedPackets.inc();
            case LATE -> {
                latePackets.inc();
                SocketState socket = known();
                apply(packet, socket, context, out);
                store(socket, context.timerService());
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtpStream> out)
            throws Exception {
        SocketState socket = known();
        release(timestamp, socket, context, out);
        if (socket.timer == timestamp) {
            socket.timer = DeadlineTimer.NONE;
            socket.expire(
                    context.getCurrentKey(),
                    timestamp * 1000,
                    retention,
                    room.isCrowded(),
                    out::collect);
        }
        store(socket, context.timerService());
    }

    /** Applies what is due of both inputs, as if they were one. */
    private void release(
            long timestamp, SocketState socket, Context context, Collector<RtpStream> out)
            throws Exception {
        List<MediaSocket> announced = announcements.release(timestamp);
        int next = 0;
        for (RtpPacket packet : packets.release(timestamp)) {
            while (next < announced.size()
                    && announced.get(next).timeMicros() <= packet.timeMicros()) {
                socket.apply(announced.get(next++));
            }
            apply(packet, socket, context, out);
        }
        while (next < announced.size()) {
            socket.apply(announced.get(next++));
        }
    }

    private void apply(
            RtpPacket packet, SocketState socket, Context context, Collector<RtpStream> out) {
        if (!socket.apply(packet, room.isFull(), out::collect)) {
            droppedPackets.inc();
        } else if (socket.identified != null) {
            context.output(IDENTIFIED, socket.identified);
            socket.identified = null;
        }
    }

    private SocketState known() throws Exception {
        SocketState socket = sockets.value();
        taken = socket == null ? 0 : socket.places();
        return socket == null ? new SocketState() : socket;
    }

    /** What all keys have taken of {@link Room}. */
    long places() {
        return room.taken();
    }

    private boolean isTooMany() throws Exception {
        return room.isFull() && sockets.value() == null;
    }

    private void store(SocketState socket, TimerService timers) throws Exception {
        room.take(socket.places() - taken);
        taken = socket.places();
        if (socket.isEmpty()) {
            if (socket.timer != DeadlineTimer.NONE) {
                timers.deleteEventTimeTimer(socket.timer);
            }
            sockets.clear();
            return;
        }
        socket.timer = DeadlineTimer.move(timers, socket.timer, socket.deadline(retention));
        sockets.update(socket);
    }
}
