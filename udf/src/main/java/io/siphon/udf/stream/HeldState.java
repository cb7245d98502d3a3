package io.siphon.udf.stream;

/** State: the number of held packets, and the last timer set for one. */
public class HeldState {

    public int packets;

    /** Epoch ms; 0 when none is. */
    public long timer;

    public HeldState() {}
}
