package io.siphon.udf.call;

/**
 * State: one BYE of a call's own dialog. It is held until it is known whether the other side takes
 * it: see {@link CallRules}.
 */
public class ByeState {

    /** Epoch µs of the request, at the hop where it was seen first. */
    public long at;

    /** With the direction it tells a BYE from the next one; -1 when missing. */
    public long cseq;

    public boolean byCaller;
    public int q850Cause;

    /** Status of the failure response; 0 while there is none. */
    public int refused;

    /** Whether it may still end the call. */
    public boolean ends = true;

    public ByeState() {}

    /** When it ends the call if nothing more is heard. */
    long deadline() {
        return at + (refused == 0 ? CallState.HELD : CallState.SESSION);
    }
}
