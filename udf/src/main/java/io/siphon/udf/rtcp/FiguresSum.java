package io.siphon.udf.rtcp;

import io.siphon.schema.MediaFigures;

/** Worst and mean of several streams; what one does not know is left out. */
final class FiguresSum {

    private final String origin;
    private double mosMin = Double.NaN;
    private double mosSum;
    private int scores;
    private double lossMax = Double.NaN;
    private double lossSum;
    private int losses;
    private double jitterMax = Double.NaN;
    private double jitterSum;
    private int jitters;

    FiguresSum(String origin) {
        this.origin = origin;
    }

    void add(
            double leastMos,
            double mos,
            double mostLoss,
            double loss,
            double mostJitter,
            double jitter) {
        if (!Double.isNaN(mos)) {
            mosMin = Double.isNaN(mosMin) ? leastMos : Math.min(mosMin, leastMos);
            mosSum += mos;
            scores++;
        }
        if (!Double.isNaN(loss)) {
            lossMax = Double.isNaN(lossMax) ? mostLoss : Math.max(lossMax, mostLoss);
            lossSum += loss;
            losses++;
        }
        if (!Double.isNaN(jitter)) {
            jitterMax = Double.isNaN(jitterMax) ? mostJitter : Math.max(jitterMax, mostJitter);
            jitterSum += jitter;
            jitters++;
        }
    }

    boolean isEmpty() {
        return scores + losses + jitters == 0;
    }

    MediaFigures result() {
        return new MediaFigures(
                origin,
                mosMin,
                mosSum / scores,
                lossMax,
                lossSum / losses,
                jitterMax,
                jitterSum / jitters);
    }
}
