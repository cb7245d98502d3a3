package io.siphon.udf.stream;

/** State: how many packets wait, and the last timer that was set for one. */
public class HeldState {

    public int packets;

    /** Epoch ms; 0 when none is. */
    public long timer;

    public HeldState() {}
}
