package io.siphon.udf.emodel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a codec takes from the R factor: Ie without loss, and Bpl, how robust it is against loss.
 * ITU-T G.113, appendix I (tables I.1 and I.4), has both for these. It has none for iLBC, and no
 * Bpl for GSM full rate; G.722, AMR-WB, EVS and Opus are wideband, for which G.107.1 and G.107.2
 * have another scale. They have no score: nothing is made up.
 *
 * @param ie equipment impairment factor
 * @param bpl packet-loss robustness factor
 */
record Impairment(double ie, double bpl) {

    /** The burst ratios that G.107, table 2, permits; higher ones hold under 2 % of loss alone. */
    private static final double MOST_BURSTY = 2;

    private static final Map<String, Impairment> BY_NAME = new HashMap<>();

    static {
        put("PCMU", 0, 25.1); // G.711 with concealment (its appendix I); 4.3 without
        put("PCMA", 0, 25.1);
        put("G729", 10, 19); // Bpl is that of G.729A with VAD, the one G.729 that has it
        put("G729A", 10, 19);
        put("G729B", 11, 19); // with VAD
        put("G729AB", 11, 19);
        put("G723", 15, 16.1); // 6.3 kbit/s with VAD
        put("GSM-EFR", 5, 10);
        put("AMR", 5, 10); // 12.2 kbit/s, which is GSM EFR
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
     * @param burstRatio taken to be 1 to {@value #MOST_BURSTY}
     */
    double effective(double lossPct, double burstRatio) {
        double bursts = Math.max(1, Math.min(MOST_BURSTY, burstRatio));
        return lossPct <= 0 ? ie : ie + (95 - ie) * lossPct / (lossPct / bursts + bpl);
    }
}
