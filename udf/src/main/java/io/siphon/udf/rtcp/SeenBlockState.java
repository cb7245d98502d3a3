package io.siphon.udf.rtcp;

/** State: a report that was counted. */
public class SeenBlockState {

    /** {@link RtcpReport#blockHash}, or that of another report. */
    public long hash;

    /** Epoch µs. */
    public long at;

    public SeenBlockState() {}

    static SeenBlockState of(long hash, long at) {
        SeenBlockState block = new SeenBlockState();
        block.hash = hash;
        block.at = at;
        return block;
    }
}
