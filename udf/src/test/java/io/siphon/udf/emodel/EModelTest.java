package io.siphon.udf.emodel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EModelTest {

    /** G.107, annex B, and G.109, table 1: R of 90, 80, 70, 60, 50. */
    @ParameterizedTest
    @CsvSource({
        "93.2, 4.41",
        "90, 4.34",
        "80, 4.03",
        "70, 3.60",
        "60, 3.10",
        "50, 2.58",
        "0, 1",
        "-20, 1",
        "100, 4.5",
        "120, 4.5"
    })
    void scoresAsTheRecommendationDoes(double r, double mos) {
        assertThat(EModel.mos(r)).isCloseTo(mos, within(0.01));
    }

    @Test
    void neverScoresBelowOne() {
        for (double r = -10; r < 110; r += 0.1) {
            assertThat(EModel.mos(r)).isBetween(1.0, 4.5);
        }
    }

    @Test
    void takesTheTerminalsDelayWhereNoRoundTripIsKnown() {
        assertThat(EModel.rFactor("PCMA", 0, 1, NaN)).isCloseTo(93.2 - 0.024 * 60, within(1e-9));
        assertThat(EModel.rFactor("PCMA", 0, 1, 0)).isEqualTo(EModel.rFactor("PCMA", 0, 1, NaN));
    }

    @Test
    void countsHalfTheRoundTripAndMoreBeyondTheKnee() {
        double d = 60 + 200;
        assertThat(EModel.rFactor("pcmu", 0, 1, 400))
                .isCloseTo(93.2 - 0.024 * d - 0.11 * (d - 177.3), within(1e-9));
    }

    @Test
    void addsTheRoundTripLater() {
        for (double rtt : new double[] {0, 100, 234, 235, 900}) {
            assertThat(EModel.withRoundTrip(EModel.rFactor("G729", 2, 1, NaN), rtt))
                    .isCloseTo(EModel.rFactor("G729", 2, 1, rtt), within(1e-9));
        }
        assertThat(EModel.withRoundTrip(NaN, 100)).isNaN();
    }

    @Test
    void countsLossByTheCodecsRobustness() {
        double best = 93.2 - 0.024 * 60;
        assertThat(EModel.rFactor("PCMA", 5, 1, NaN))
                .isCloseTo(best - 95 * 5 / (5 + 25.1), within(1e-9));
        assertThat(EModel.rFactor("G729", 5, 1, NaN))
                .isCloseTo(best - (10 + 85 * 5 / (5 + 19.0)), within(1e-9));
        assertThat(EModel.rFactor("G729B", 5, 1, NaN))
                .isCloseTo(best - (11 + 84 * 5 / (5 + 19.0)), within(1e-9));
    }

    @Test
    void countsBurstsWorseThanRandomLoss() {
        assertThat(EModel.rFactor("PCMA", 5, 1.5, NaN))
                .isCloseTo(93.2 - 0.024 * 60 - 95 * 5 / (5 / 1.5 + 25.1), within(1e-9))
                .isLessThan(EModel.rFactor("PCMA", 5, 1, NaN));
    }

    /** G.107, table 2: 1 to 2. */
    @Test
    void staysInTheRangeOfBurstRatios() {
        double two = EModel.rFactor("PCMA", 5, 2, NaN);
        assertThat(EModel.rFactor("PCMA", 5, 446, NaN)).isEqualTo(two);
        assertThat(EModel.rFactor("PCMA", 5, 0.5, NaN))
                .isEqualTo(EModel.rFactor("PCMA", 5, 1, NaN));
    }

    @ParameterizedTest
    @CsvSource({"opus", "EVS", "AMR-WB", "G722", "iLBC", "GSM", "telephone-event", "''", "H264"})
    void makesUpNothingForACodecWithoutFigures(String codec) {
        assertThat(EModel.rFactor(codec, 0, 1, NaN)).isNaN();
        assertThat(EModel.mos(NaN)).isNaN();
    }
}
