package io.siphon.udf.emodel;

/**
 * The E-model (ITU-T G.107), with all but delay and packet loss at its defaults: the R factor, and
 * the mean opinion score of a conversation as R predicts it.
 *
 * <p>{@code R = 93.2 - Id - Ie_eff}, where {@code Ie_eff = Ie + (95 - Ie) · Ppl / (Ppl / BurstR +
 * Bpl)} (7.2.5), with a BurstR of 1 to 2. Not of G.107 are: the delay impairment, for which the fit
 * of Cole and Rosenbluth ("Voice over IP performance monitoring", 2001) stands in for the formulas
 * of 7.2.4, {@code Id = 0.024·d + 0.11·(d - 177.3)} from 177.3 ms on; and the {@value
 * #TERMINALS_MS} ms of the terminals. Packets that come too late for the receiver's jitter buffer
 * are not known here, and not counted as lost.
 */
public final class EModel {

    /** With every parameter at its default (G.107, table 2; the defaults of 2000 and later). */
    static final double BEST = 93.2;

    /**
     * A frame of 20 ms and a jitter buffer of 40 ms: what a talker waits for even without a network
     * in between. An assumption, of no recommendation. The network's own delay is added if a round
     * trip is known.
     */
    static final double TERMINALS_MS = 60;

    private static final double KNEE_MS = 177.3;

    private EModel() {}

    /**
     * @param codec encoding name as in SDP, in either case
     * @param lossPct 0..100
     * @param burstRatio 1 for random loss, more for bursts; over 2 it counts as 2
     * @param roundTripMs NaN when it is not known
     * @return NaN for a codec without Ie and Bpl in G.113
     */
    public static double rFactor(
            String codec, double lossPct, double burstRatio, double roundTripMs) {
        Impairment impairment = Impairment.of(codec);
        if (impairment == null) {
            return Double.NaN;
        }
        double network = Double.isNaN(roundTripMs) ? 0 : roundTripMs / 2;
        return BEST
                - delayImpairment(TERMINALS_MS + network)
                - impairment.effective(lossPct, burstRatio);
    }

    /** An R factor that was made without the network's delay, with it. */
    public static double withRoundTrip(double r, double roundTripMs) {
        return r + delayImpairment(TERMINALS_MS) - delayImpairment(TERMINALS_MS + roundTripMs / 2);
    }

    /** Mean opinion score, 1..4.5, of an R factor (G.107, annex B); NaN for NaN. */
    public static double mos(double r) {
        if (Double.isNaN(r)) {
            return Double.NaN;
        }
        if (r <= 0) {
            return 1;
        }
        if (r >= 100) {
            return 4.5;
        }
        return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
    }

    private static double delayImpairment(double ms) {
        return 0.024 * ms + (ms > KNEE_MS ? 0.11 * (ms - KNEE_MS) : 0);
    }
}
