package io.siphon.udf.rtcp;

/** State: what RTCP reports of one direction of a call's media. */
public class WayState {

    /** Whether it reports packets. */
    public boolean reported;

    /** Sender reports of its receiver that report nothing received. */
    public int unheard;

    public WayState() {}
}
