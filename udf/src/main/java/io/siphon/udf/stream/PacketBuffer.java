package io.siphon.udf.stream;

import io.siphon.udf.order.EventBuffer.Admission;
import io.siphon.udf.order.Room;
import io.siphon.udf.order.Seconds;
import io.siphon.udf.rtp.RtpPacket;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Holds the packets to one socket until the watermark has passed their second; an {@link
 * io.siphon.udf.order.EventBuffer} for a hundred events a second. Packets are appended, and the
 * socket's state is read and written once a second instead of once a packet. So holding packets
 * costs less than applying each at once. Memory: the packets of a second and of the
 * out-of-orderness, some 70 bytes each.
 */
final class PacketBuffer {

    /** Most packets held for a socket. */
    static final int LIMIT = 65_536;

    /**
     * Packets of one stream in one microsecond stay as they came: one node's packets come in order
     * from one subtask.
     */
    private static final Comparator<RtpPacket> ORDER =
            Comparator.comparingLong(RtpPacket::timeMicros)
                    .thenComparing(RtpPacket::node)
                    .thenComparing(RtpPacket::source)
                    .thenComparingLong(RtpPacket::ssrc);

    private static final int PACKETS_A_PLACE = 16;

    private final ListState<RtpPacket> packets;
    private final ValueState<HeldState> counts;
    private final Room room;
    private final SharedTexts texts = new SharedTexts();

    /**
     * @param room each {@value #PACKETS_A_PLACE} packets to a socket that are begun take a place of
     */
    PacketBuffer(ListState<RtpPacket> packets, ValueState<HeldState> counts, Room room) {
        this.room = room;
        this.packets = packets;
        this.counts = counts;
    }

    Admission offer(RtpPacket packet, TimerService timers) throws Exception {
        long release = Seconds.endOf(packet.timeMicros());
        if (release <= timers.currentWatermark()) {
            return Admission.LATE;
        }
        HeldState held = counts.value();
        if (held == null) {
            held = new HeldState();
        } else if (held.packets >= LIMIT) {
            return Admission.FULL;
        }
        packets.add(texts.in(packet));
        held.packets++;
        room.take(places(held.packets) - places(held.packets - 1));
        if (held.timer != release) {
            timers.registerEventTimeTimer(release);
            held.timer = release;
        }
        counts.update(held);
        return Admission.HELD;
    }

    static long places(HeldState held) {
        return places(held.packets);
    }

    private static int places(int held) {
        return (held + PACKETS_A_PLACE - 1) / PACKETS_A_PLACE;
    }

    /** Takes out what is due at {@code timestamp} (epoch ms, of the timer), in order. */
    List<RtpPacket> release(long timestamp) throws Exception {
        HeldState held = counts.value();
        if (held == null) {
            return List.of();
        }
        List<RtpPacket> due = new ArrayList<>();
        List<RtpPacket> rest = new ArrayList<>();
        for (RtpPacket packet : packets.get()) {
            (Seconds.endOf(packet.timeMicros()) <= timestamp ? due : rest).add(packet);
        }
        room.take(places(rest.size()) - places(held.packets));
        if (rest.isEmpty()) {
            packets.clear();
            counts.clear();
        } else if (!due.isEmpty()) {
            packets.update(rest);
            held.packets = rest.size();
            counts.update(held);
        }
        due.sort(ORDER);
        return due;
    }
}
