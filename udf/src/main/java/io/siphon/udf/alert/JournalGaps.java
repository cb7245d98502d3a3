package io.siphon.udf.alert;

import io.siphon.schema.Severity;
import io.siphon.sources.JournalGap;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.MapFunction;

import java.util.Locale;

/**
 * Times in which received messages could not be written to a socket's journal: they are lost if
 * Siphon fails. The window of such an alert is that time; it is written anew while it lasts.
 */
final class JournalGaps implements MapFunction<JournalGap, Finding> {

    private static final long serialVersionUID = 1L;

    static final String NAME = "journal_gap";

    /** One message that may be lost is enough. */
    private static final double THRESHOLD = 1;

    @Override
    public Finding map(JournalGap gap) {
        return new Finding(
                NAME,
                Severity.of(gap.messages(), THRESHOLD),
                "",
                gap.socket(),
                gap.fromMicros(),
                gap.toMicros(),
                gap.messages(),
                THRESHOLD,
                gap.messages(),
                String.format(
                        Locale.ROOT,
                        "the journal of %s could not be written for %.1f s: %d messages are not in"
                                + " it",
                        gap.socket(),
                        (gap.toMicros() - gap.fromMicros()) / 1e6,
                        gap.messages()));
    }
}
