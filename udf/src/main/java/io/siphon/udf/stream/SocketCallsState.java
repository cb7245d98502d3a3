package io.siphon.udf.stream;

/** State: the calls that announced a socket, for lookups by socket. */
public class SocketCallsState {

    public AnnouncementsState announcements = new AnnouncementsState();

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    public SocketCallsState() {}
}
