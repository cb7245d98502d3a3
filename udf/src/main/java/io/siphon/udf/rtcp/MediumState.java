package io.siphon.udf.rtcp;

/** State: one socket that SDP announced for media, and the codec that is sent to it. */
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

    boolean isAt(MediaEvent.Line other) {
        return port == other.port() && ip.equals(other.ip());
    }

    /** Where the RTP goes, or its RTCP: also to the next port, if multiplexing was refused. */
    boolean takes(String address, String number) {
        return ip.equals(address)
                && (number.equals(Integer.toString(rtcpPort))
                        || number.equals(Integer.toString(port))
                        || number.equals(Integer.toString(port + 1)));
    }

    /** Characters of its identifiers. */
    int size() {
        return ip.length() + codec.length() + branch.length();
    }

    /** As {@link #size()}, of what it would become. */
    static int size(MediaEvent.Line line, String branch) {
        return line.ip().length() + line.codec().length() + branch.length();
    }

    void agree(MediaEvent.Line answer) {
        codec = answer.codec();
        clockRate = answer.clockRate();
        agreed = true;
    }
}
