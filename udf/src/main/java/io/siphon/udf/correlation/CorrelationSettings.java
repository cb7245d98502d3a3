package io.siphon.udf.correlation;

import io.siphon.udf.call.CallIdState;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How legs are found.
 *
 * @param headers that name the other leg, or are the same in both
 * @param rules beyond these, of devices
 * @param suffixes of a Call-ID that a B2BUA makes of the other leg's: {@code _b2b-1}
 * @param digits last ones that two numbers must have in common; 0: numbers are not compared
 * @param windowMicros how much later the second leg may begin where its messages do not say whose
 *     it is, µs
 * @param maxLegs most legs of a conversation
 * @param mostOfCallId legs of one Call-ID at a time, see {@link io.siphon.udf.call.CallTracker}
 */
public record CorrelationSettings(
        List<HeaderRule> headers,
        List<CorrelationRule> rules,
        List<String> suffixes,
        int digits,
        long windowMicros,
        int maxLegs,
        int mostOfCallId)
        implements Serializable {

    /** How much earlier the second leg may be seen than the first, µs: two agents, two clocks. */
    static final long BEFORE = 200_000;

    /** Names of all headers that legs are found by. */
    public List<String> headerNames() {
        return Stream.of(
                        LegIdentifiers.HEADERS.stream(),
                        headers.stream().map(HeaderRule::name),
                        rules.stream()
                                .filter(rule -> rule.where() == CorrelationRule.Where.HEADER)
                                .map(CorrelationRule::text))
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    /** For tests: X-CID, {@code _b2b-1}, six digits, 15 s, 20 legs, told by tag. */
    public static final CorrelationSettings DEFAULT =
            new CorrelationSettings(
                    List.of(HeaderRule.of("X-CID")),
                    List.of(),
                    List.of("_b2b-1"),
                    6,
                    Duration.ofSeconds(15).toNanos() / 1000,
                    20,
                    CallIdState.MOST);
}
