package io.siphon.udf.alert.baseline;

/** Ratios of decided calls, as reports have them. State holds one of each, in this order. */
enum Ratio {
    /** Answer seizure ratio (ITU-T E.411). */
    ASR,
    /** Network effectiveness ratio (ITU-T E.425). */
    NER,
    /** Session establishment ratio (RFC 6076, 4.6): without redirections. */
    SER;

    /** Of numbers by outcome, in the order of {@link OutcomeState}. */
    double hits(double[] calls) {
        return this == NER
                ? calls[OutcomeState.ANSWERED] + calls[OutcomeState.UNANSWERED]
                : calls[OutcomeState.ANSWERED];
    }

    double calls(double[] calls) {
        double decided =
                calls[OutcomeState.ANSWERED]
                        + calls[OutcomeState.UNANSWERED]
                        + calls[OutcomeState.FAILED];
        return this == SER ? decided : decided + calls[OutcomeState.REDIRECTED];
    }

    /** Of all calls that are known; half a call more of either kind: none is 0 or 1 for certain. */
    double share(double[] calls) {
        return (hits(calls) + 0.5) / (calls(calls) + 1);
    }
}
