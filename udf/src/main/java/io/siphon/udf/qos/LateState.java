package io.siphon.udf.qos;

/** Late samples of one metric and window; kept while more may arrive. */
public final class LateState {

    public long samples;

    /** How many of them were told. */
    public long told;
}
