package io.siphon.udf.stream;

/** State: the calls that announced a socket, for those who ask whose it was. */
public class SocketCallsState {

    public AnnouncementsState announcements = new AnnouncementsState();

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    public SocketCallsState() {}
}
