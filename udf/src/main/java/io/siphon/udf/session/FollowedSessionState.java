package io.siphon.udf.session;

/** State: a session whose sockets are announced. Times are epoch µs. */
public class FollowedSessionState {

    public SessionState session = new SessionState();

    public long began;

    /** Last event. */
    public long activeAt;

    /** Last announcement of all its sockets. */
    public long announcedAt;

    public boolean up;
    public boolean failed;

    /** A BYE was seen, or answered. */
    public boolean ended;

    /** The second at which it is looked at again, epoch ms. */
    public long timer;

    public FollowedSessionState() {}

    boolean isOver() {
        return ended || failed && !up;
    }
}
