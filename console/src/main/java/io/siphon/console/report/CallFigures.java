package io.siphon.console.report;

/**
 * Figures of the calls that began in a span; null where nothing can be said. Their definitions
 * stand in {@code docs/reports.md}.
 *
 * @param undecided neither answered nor over yet: in no ratio
 * @param asr %, answer seizure ratio
 * @param ner %, network effectiveness ratio
 * @param ser %, session establishment ratio
 * @param seer %, session establishment effectiveness ratio
 * @param acdSeconds average call duration, of the answered calls whose end is known
 * @param minutes of all those calls together
 * @param pddP50Ms post-dial delay, median
 * @param pddP95Ms post-dial delay, the 95th percentile
 */
public record CallFigures(
        long attempts,
        long undecided,
        long answered,
        Double asr,
        Double ner,
        Double ser,
        Double seer,
        Double acdSeconds,
        double minutes,
        Double pddP50Ms,
        Double pddP95Ms) {}
