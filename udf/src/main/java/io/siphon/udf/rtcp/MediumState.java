package io.siphon.udf.rtcp;

/**
 * State as 0.1 kept it: one socket that SDP announced, and its codec. Now: a medium to announce.
 */
public class MediumState {

    public String ip = "";
    public int port;
    public int rtcpPort;
    public boolean audio;
    public String codec = "";
    public int clockRate;

    /** Branch of the offer or answer that announced it, and which of its lines. */
    public String branch = "";

    public int line;

    /** Whether the codec is that of an answer. */
    public boolean agreed;

    public MediumState() {}

    static MediumState of(String codec, int clockRate) {
        MediumState medium = new MediumState();
        medium.codec = codec;
        medium.clockRate = clockRate;
        return medium;
    }
}
