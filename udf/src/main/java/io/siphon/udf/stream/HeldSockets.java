package io.siphon.udf.stream;

import io.siphon.udf.order.EventBuffer;
import io.siphon.udf.order.Room;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.TimerService;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Announcements that wait for the watermark, and those that a savepoint of 0.1 has waiting. */
final class HeldSockets {

    private final EventBuffer<MediaSocket> held;
    private final EventBuffer<io.siphon.udf.stream.MediaSocket> earlier;

    /**
     * @param limit of a key
     * @param room each takes a place of
     */
    HeldSockets(RuntimeContext context, int limit, Room room) {
        held =
                new EventBuffer<>(
                        context,
                        new ListStateDescriptor<>("announced", MediaSocket.class),
                        MediaSocket::timeMicros,
                        StreamTracker.ORDER,
                        limit,
                        room);
        earlier =
                new EventBuffer<>(
                        context,
                        new ListStateDescriptor<>(
                                "announcements", io.siphon.udf.stream.MediaSocket.class),
                        io.siphon.udf.stream.MediaSocket::timeMicros,
                        Comparator.comparing(io.siphon.udf.stream.MediaSocket::callId),
                        limit,
                        room);
    }

    EventBuffer.Admission offer(MediaSocket announced, TimerService timers) throws Exception {
        return held.offer(announced, timers);
    }

    /** Takes out what is due at {@code timestamp} (epoch ms, of the timer), in order. */
    List<MediaSocket> release(long timestamp) throws Exception {
        List<io.siphon.udf.stream.MediaSocket> old = earlier.release(timestamp);
        List<MediaSocket> due = held.release(timestamp);
        if (old.isEmpty()) {
            return due;
        }
        List<MediaSocket> all = new ArrayList<>(due);
        old.forEach(socket -> all.add(socket.migrated()));
        all.sort(
                Comparator.comparingLong(MediaSocket::timeMicros)
                        .thenComparing(StreamTracker.ORDER));
        return all;
    }
}
