package io.siphon.udf.emodel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a codec takes from the R factor: Ie without loss, and Bpl, how robust it is against loss. Of
 * ITU-T G.113, appendix I, except those marked provisional, which other monitors use and no
 * recommendation states. Opus, EVS and AMR-WB are missing on purpose: they are wideband, for which
 * G.107.1 and G.107.2 have another scale.
 *
 * @param ie equipment impairment factor
 * @param bpl packet-loss robustness factor
 */
record Impairment(double ie, double bpl) {

    private static final Map<String, Impairment> BY_NAME = new HashMap<>();

    static {
        put("PCMU", 0, 25.1); // G.711 with concealment (its appendix I); 4.3 without
        put("PCMA", 0, 25.1);
        put("G729", 11, 19); // G.729A with VAD
        put("G723", 15, 16.1); // 6.3 kbit/s with VAD
        put("GSM-EFR", 5, 10);
        put("AMR", 5, 10); // 12.2 kbit/s, which is GSM EFR
        put("GSM", 20, 10); // full rate; Bpl provisional
        put("G722", 5, 7.1); // on the narrowband scale; provisional
        put("iLBC", 11, 32); // 15.2 kbit/s; provisional
    }

    private static void put(String name, double ie, double bpl) {
        BY_NAME.put(name.toUpperCase(Locale.ROOT), new Impairment(ie, bpl));
    }

    /** Null when nothing is known of the codec. */
    static Impairment of(String codec) {
        return BY_NAME.get(codec.toUpperCase(Locale.ROOT));
    }

    /**
     * G.107, 7.2.5.
     *
     * @param lossPct 0..100
     */
    double effective(double lossPct, double burstRatio) {
        return lossPct <= 0 ? ie : ie + (95 - ie) * lossPct / (lossPct / burstRatio + bpl);
    }
}
