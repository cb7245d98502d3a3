package io.siphon.udf.call;

/**
 * State: one BYE of a call's own dialog, held until it is known whether the other side accepts it:
 * see {@link CallRules}.
 */
public class ByeState {

    /** Epoch µs of the request, at the hop nearest the caller where it was seen there. */
    public long at;

    /** Whether it was. */
    public boolean atCaller;

    /** With the direction it distinguishes a BYE from the next one; -1 when missing. */
    public long cseq;

    /** Whether its From tag is the caller's. */
    public boolean byCaller;

    /** Whether neither side sent it, see {@link ByeSender}. */
    public boolean byNetwork;

    public int q850Cause;

    /** Status of the failure response; 0 while there is none. */
    public int refused;

    /** Whether it may still end the call. */
    public boolean ends = true;

    public ByeState() {}

    /**
     * When it ends the call if nothing more is heard.
     *
     * @param early whether the call is not known to be answered
     */
    long deadline(boolean early) {
        if (early && !byCaller) {
            return at + CallState.LINGER;
        }
        return at + (refused == 0 ? CallState.HELD : CallState.SESSION);
    }
}
