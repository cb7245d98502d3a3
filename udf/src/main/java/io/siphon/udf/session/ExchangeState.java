package io.siphon.udf.session;

/** State: one offer with its answer at one hop, from the request that began it on. */
public class ExchangeState {

    /** An INVITE without description: the offer is to come in a response (RFC 3261, 13.2.1). */
    static final int LATER = 0;

    static final int IN_REQUEST = 1;
    static final int IN_RESPONSE = 2;

    /** The request was not captured. */
    static final int UNKNOWN = 3;

    /** Hash of the branch. */
    public int branch;

    /** See {@link Signal#hop}. */
    public int hop;

    /** Hash of the From tag: with {@link #cseq} the same at all hops. */
    public int dialog;

    public long cseq;

    /** Where the offer is. */
    public int offer;

    /** Hash of who made the offer in a response, and of what. */
    public int offered;

    /** Hash of the last answer and its dialog; 0 before. */
    public int answer;

    /** Whether a 2xx has come: what is said in 1xx now is old. */
    public boolean settled;

    /** Codec names of the offer, where they are kept. */
    public String codecs = "";

    public ExchangeState() {}

    boolean isComplete() {
        return settled && answer != 0;
    }

    /** Whether it is the same request, seen at another hop. */
    boolean isOf(int otherDialog, long number) {
        return dialog == otherDialog && cseq == number;
    }
}
