package io.siphon.udf.alert.baseline;

import io.siphon.schema.Distribution;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What was measured of one series in one step, all windows and directions together. */
final class Step {

    private static final DateTimeFormatter SINCE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    final String node;
    final String trunk;
    final long startMicros;
    final long endMicros;

    long attempts;
    long answered;

    /** Busy, not picked up, given up, rejected by the callee's side. */
    long unanswered;

    /** By the network, or without a final response. */
    long failed;

    long redirected;

    /** By method, see {@link MixState#place}; none where they are not told. */
    final long[] requests = new long[MixState.METHODS];

    @Nullable Distribution durations;
    @Nullable Distribution postDialDelays;
    @Nullable Distribution registrationDelays;
    @Nullable Distribution wireScores;
    @Nullable Distribution reportedScores;

    Step(String node, String trunk, long startMicros, long endMicros) {
        this.node = node;
        this.trunk = trunk;
        this.startMicros = startMicros;
        this.endMicros = endMicros;
    }

    long middleMicros() {
        return startMicros + (endMicros - startMicros) / 2;
    }

    void add(Figure figure) {
        switch (figure.gauge()) {
            case ATTEMPTS -> attempts += figure.count();
            case ANSWERED -> answered += figure.count();
            case UNANSWERED -> unanswered += figure.count();
            case FAILED -> failed += figure.count();
            case REDIRECTED -> redirected += figure.count();
            case DURATION -> durations = merge(durations, figure);
            case POST_DIAL_DELAY -> postDialDelays = merge(postDialDelays, figure);
            case REGISTRATION_DELAY -> registrationDelays = merge(registrationDelays, figure);
            case WIRE_SCORE -> wireScores = merge(wireScores, figure);
            case REPORTED_SCORE -> reportedScores = merge(reportedScores, figure);
            case REQUESTS -> requests[MixState.place(figure.method())] += figure.count();
            case CAPTURED, STEP, FORGET -> {}
        }
    }

    private static Distribution merge(@Nullable Distribution all, Figure figure) {
        Distribution merged = all == null ? new Distribution() : all;
        if (figure.sketch() != null) {
            merged.merge(figure.sketch());
        }
        return merged;
    }

    /** {@code trunk carrier-a}, or that there is none. */
    String ofTrunk() {
        return trunk.isEmpty() ? "calls without a trunk" : "trunk " + trunk;
    }

    /** {@code , since 2026-09-01 10:05 UTC}. */
    static String since(EpisodeState episode) {
        return ", since " + SINCE.format(Instant.ofEpochMilli(episode.since() / 1_000)) + " UTC";
    }

    Finding alert(String detector, double value, double threshold, long count, String text) {
        return new Finding(
                detector,
                Severity.of(value, threshold),
                node,
                trunk,
                startMicros,
                endMicros,
                value,
                threshold,
                count,
                text);
    }
}
