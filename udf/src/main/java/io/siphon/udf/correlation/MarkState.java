package io.siphon.udf.correlation;

import io.siphon.schema.LinkState;
import io.siphon.udf.payload.Endpoints;

import java.util.ArrayList;
import java.util.List;

/** State: one call that has an identifier. Times are epoch µs, 0 when it has not happened. */
public class MarkState {

    public String callId = "";
    public long startedAt;
    public long clockOffset;

    /** When its identifier was seen first. */
    public long seenAt;

    /**
     * Tag of the reason; empty for the call whose Call-ID the identifier is, and for the first leg
     * where several have it.
     */
    public String reason = "";

    /** Whether the identifier is its own Call-ID. */
    public boolean named;

    /** Of a key that lasts: it failed, and gives way to another one. */
    public boolean spent;

    public String source = "";

    /** Where its INVITEs went, hop by hop. */
    public List<String> destinations = new ArrayList<>();

    public long answeredAt;
    public long failedAt;

    /** Of that failure; of an identifier that a response had the status of that one. */
    public int status;

    public long byeAt;

    /** Of a guess: the leg before this one; empty when none is known. */
    public String firstCallId = "";

    public long firstStartedAt;

    /** How far that guess has come; says nothing without one. */
    public LinkState state = LinkState.PROVISIONAL;

    /** Of that guess; of what is no guess that of a link by the identifier. */
    public double score;

    public MarkState() {}

    static MarkState of(LegMark mark) {
        MarkState leg = new MarkState();
        leg.callId = mark.callId();
        leg.startedAt = mark.startedAt();
        leg.clockOffset = mark.clockOffset();
        leg.reason = mark.reason();
        leg.named = mark.isOwn();
        leg.score = mark.score();
        leg.seenAt = mark.timeMicros();
        leg.status = mark.status();
        return leg;
    }

    /** With the evidence of which call leaves where another one went. */
    MarkState at(LegMark mark) {
        source = source.isEmpty() ? mark.source() : source;
        if (!destinations.contains(mark.destination())) {
            destinations.add(mark.destination());
        }
        return this;
    }

    LegId id() {
        return new LegId(callId, startedAt, clockOffset);
    }

    boolean isOwn() {
        return reason.isEmpty();
    }

    boolean isEnded() {
        return failedAt > 0 || byeAt > 0;
    }

    boolean follows(MarkState first) {
        return firstStartedAt == first.startedAt && firstCallId.equals(first.callId);
    }

    /** Whether it has neither end in common with the other one. */
    boolean isApartFrom(MarkState other) {
        String from = Endpoints.address(other.source);
        return !Endpoints.address(source).equals(from)
                && destinations.stream()
                        .noneMatch(
                                to ->
                                        other.destinations.stream()
                                                .anyMatch(
                                                        otherTo ->
                                                                Endpoints.address(otherTo)
                                                                        .equals(
                                                                                Endpoints.address(
                                                                                        to))));
    }

    /**
     * Whether one host placed both calls, and offered the one what it was offered by the other's
     * answer: third party call control (RFC 3725).
     */
    boolean isControlledWith(MarkState other) {
        return (status == 0) != (other.status == 0)
                && Endpoints.address(source).equals(Endpoints.address(other.source));
    }

    /** Whether this call went to the host that the other one leaves. */
    boolean leadsTo(MarkState second) {
        String host = Endpoints.address(second.source);
        boolean sameHost = Endpoints.address(source).equals(host);
        for (String destination : destinations) {
            if (sameHost
                    ? destination.equals(second.source) && !source.equals(second.source)
                    : Endpoints.address(destination).equals(host)) {
                return true;
            }
        }
        return false;
    }
}
