package io.siphon.udf.session;

/** State: what the RTP of one SSRC carries. */
public class SsrcState {

    public long ssrc;
    public String codec = "";

    /** Hz. */
    public int clockRate;

    public SsrcState() {}

    static SsrcState of(long ssrc, String codec, int clockRate) {
        SsrcState state = new SsrcState();
        state.ssrc = ssrc;
        state.codec = codec;
        state.clockRate = clockRate;
        return state;
    }
}
