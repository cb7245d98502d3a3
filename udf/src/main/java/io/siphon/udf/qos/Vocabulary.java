package io.siphon.udf.qos;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The allowed values of a tag whose text comes from the wire; any other value becomes {@code
 * other}.
 */
final class Vocabulary {

    static final String OTHER = "other";

    /** Methods of RFC 3261, 3262, 3265/6665, 3311, 3428, 3515, 3903, 6086; case matters there. */
    static final Vocabulary METHODS =
            exactly(
                    "INVITE",
                    "ACK",
                    "BYE",
                    "CANCEL",
                    "REGISTER",
                    "OPTIONS",
                    "PRACK",
                    "SUBSCRIBE",
                    "NOTIFY",
                    "UPDATE",
                    "MESSAGE",
                    "REFER",
                    "PUBLISH",
                    "INFO");

    /** Encoding names as SDP has them (RFC 3551 and later); case does not matter there. */
    static final Vocabulary CODECS =
            anyCase(
                    "PCMU",
                    "PCMA",
                    "G722",
                    "G723",
                    "G728",
                    "G729",
                    "G7221",
                    "G726-16",
                    "G726-24",
                    "G726-32",
                    "G726-40",
                    "GSM",
                    "GSM-EFR",
                    "iLBC",
                    "opus",
                    "speex",
                    "AMR",
                    "AMR-WB",
                    "EVS",
                    "L16",
                    "telephone-event",
                    "CN",
                    "H261",
                    "H263",
                    "H263-1998",
                    "H264",
                    "H265",
                    "VP8",
                    "VP9",
                    "AV1");

    private final Map<String, String> values = new HashMap<>();
    private final boolean anyCase;

    private Vocabulary(boolean anyCase, String... values) {
        this.anyCase = anyCase;
        for (String value : values) {
            this.values.put(anyCase ? value.toUpperCase(Locale.ROOT) : value, value);
        }
        this.values.put("", "");
    }

    static Vocabulary exactly(String... values) {
        return new Vocabulary(false, values);
    }

    static Vocabulary anyCase(String... values) {
        return new Vocabulary(true, values);
    }

    /** The value as it is known, {@code other} when it is not; empty stays empty. */
    String tag(String value) {
        return values.getOrDefault(anyCase ? value.toUpperCase(Locale.ROOT) : value, OTHER);
    }
}
