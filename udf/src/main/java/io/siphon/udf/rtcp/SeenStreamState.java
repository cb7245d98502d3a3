package io.siphon.udf.rtcp;

import io.siphon.schema.RtpStream;

/** State: a {@link SeenStream}. */
public class SeenStreamState {

    public String direction = "";
    public String source = "";
    public String destination = "";
    public long ssrc;

    /** Epoch µs. */
    public long startedAt;

    public long lastAt;
    public String codec = "";
    public double mos;
    public double lossPct;
    public double jitterMeanMs;
    public double jitterMaxMs;
    public double rFactor;

    public SeenStreamState() {}

    boolean isOf(SeenStream stream) {
        return ssrc == stream.ssrc()
                && startedAt == stream.startedAt()
                && source.equals(stream.source())
                && destination.equals(stream.destination());
    }

    /** Digits and comfort noise: their sequence numbers run on with the speech. */
    boolean isCompanion() {
        return RtpStream.isCompanion(codec);
    }

    static SeenStreamState of(SeenStream stream) {
        SeenStreamState state = new SeenStreamState();
        state.direction = stream.direction();
        state.source = stream.source();
        state.destination = stream.destination();
        state.ssrc = stream.ssrc();
        state.startedAt = stream.startedAt();
        state.lastAt = stream.lastAt();
        state.codec = stream.codec();
        state.mos = stream.mos();
        state.lossPct = stream.lossPct();
        state.jitterMeanMs = stream.jitterMeanMs();
        state.jitterMaxMs = stream.jitterMaxMs();
        state.rFactor = stream.rFactor();
        return state;
    }
}
