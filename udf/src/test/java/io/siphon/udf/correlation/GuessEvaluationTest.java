package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.schema.LinkState;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static io.siphon.udf.correlation.LegScript.leg;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How good the guess by numbers is, in traffic whose pairs are known and whose messages say nothing
 * of them: the table in docs/correlation.md. {@code -Dsiphon.docs.write=true} writes it.
 *
 * <p>A B2BUA passes calls on within 2 to 30 ms, and each answer, failure and BYE within 1 to 10 ms.
 * A tenth of all calls end at it (voice mail, announcements), and a tenth begin at it (call-backs),
 * between the same numbers as the others. Three in ten fail; the others are answered after 1 to 20
 * s.
 */
class GuessEvaluationTest {

    private static final Path PAGE = Path.of("..", "docs", "correlation.md");
    private static final String BEGIN = "<!-- evaluation -->\n";
    private static final String END = "<!-- end of evaluation -->";
    private static final int[] RATES = {1, 10, 50, 200};
    private static final int[] SHARING = {1, 5, 50};

    /** What became of the pairs of one traffic. */
    private record Score(int pairs, int confirmed, int right, int provisional) {

        double precision() {
            return confirmed == 0 ? 1 : (double) right / confirmed;
        }

        double recall() {
            return (double) right / pairs;
        }
    }

    @Test
    void whatIsConfirmedIsRight() throws Exception {
        StringBuilder table =
                new StringBuilder(
                        """
                        | calls/s | calls between the same numbers | pairs | confirmed | precision | recall | left provisional |
                        | --- | --- | --- | --- | --- | --- | --- |
                        """);
        Map<String, Score> scores = new LinkedHashMap<>();
        for (int rate : RATES) {
            for (int sharing : SHARING) {
                Score score = evaluate(rate, sharing);
                table.append(
                        String.format(
                                Locale.ROOT,
                                "| %d | %d | %d | %d | %.3f | %.3f | %d |%n",
                                rate,
                                sharing,
                                score.pairs(),
                                score.confirmed(),
                                score.precision(),
                                score.recall(),
                                score.provisional()));
                scores.put(rate + " calls/s, " + sharing + " between the same", score);
            }
        }
        hold(table.toString());
        scores.forEach(
                (traffic, score) ->
                        assertThat(score.precision()).as(traffic).isGreaterThanOrEqualTo(0.99));
        scores.entrySet().stream()
                .filter(score -> score.getKey().contains(", 1 between"))
                .forEach(
                        score ->
                                assertThat(score.getValue().recall())
                                        .as(score.getKey())
                                        .isGreaterThanOrEqualTo(0.95));
    }

    /** The next carrier, voice mail, or all phones at a time: beside the traffic of the table. */
    @Test
    void legsThatWereTriedForOneCallStayWithIt() throws Exception {
        for (int sharing : new int[] {1, 5}) {
            List<LegScript> legs = new ArrayList<>();
            Set<String> pairs = new HashSet<>();
            Random random = new Random(sharing);
            double at = 0;
            for (int i = 0; i < 300; i++) {
                at += -Math.log(1 - random.nextDouble()) / 10;
                severalTried(i, at, i % (300 / sharing), legs, pairs, random);
            }
            Map<String, CallLink> links = links(legs);
            links.values().removeIf(link -> !isJoined(link));
            Set<String> right = new HashSet<>(links.keySet());
            right.retainAll(pairs);

            assertThat((double) right.size() / links.size())
                    .as("precision, %d between the same numbers", sharing)
                    .isGreaterThanOrEqualTo(0.99);
            assertThat((double) right.size() / pairs.size())
                    .as("recall, %d between the same numbers", sharing)
                    .isGreaterThanOrEqualTo(0.95);
        }
    }

    private static boolean isJoined(CallLink link) {
        return link.state() == LinkState.CONFIRMED
                || link.state() == LinkState.PROVISIONAL && link.score() >= GuessRules.ALONE;
    }

    private static void severalTried(
            int i, double at, int number, List<LegScript> legs, Set<String> pairs, Random random) {
        String caller = "4930" + (900_000 + number);
        String callee = "4420" + (700_000 + number);
        double later = at + between(random, 0.002, 0.03);
        double over = later + between(random, 1, 10);
        LegScript a = first(i, at, caller, callee, random).invite();
        LegScript b = second(i, later, caller, callee, random).invite().ringing(later + 0.5);
        legs.addAll(List.of(a, b));
        pairs.add(a.callId + " " + b.callId);
        int kind = i % 3;
        double begins = kind == 0 ? over + hop(random) : later + hop(random);
        double answered = kind == 0 ? begins + between(random, 1, 5) : over;
        double bye = answered + between(random, 3, 60);
        a.answered(answered + hop(random)).bye(bye);
        b.failed(kind == 0 ? over : over + 0.02, kind == 0 ? 503 : 487);
        if (kind == 1) {
            return; // voice mail
        }
        LegScript other =
                leg("c" + i, begins)
                        .between("192.0.2.10", "203.0.113.9")
                        .numbers("00" + caller, "+" + callee)
                        .invite()
                        .answered(answered)
                        .bye(bye + hop(random));
        legs.add(other);
        pairs.add(a.callId + " " + other.callId);
    }

    private static void hold(String table) throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("siphon.docs.write")) {
            page = page.substring(0, from) + table + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }
        assertThat(page.substring(from, to)).isEqualTo(table);
    }

    private static Score evaluate(int rate, int sharing) throws Exception {
        List<LegScript> legs = new ArrayList<>();
        Set<String> pairs = new HashSet<>();
        traffic(rate, sharing, legs, pairs);
        Map<String, CallLink> links = links(legs);
        int confirmed = 0;
        int right = 0;
        int provisional = 0;
        for (Map.Entry<String, CallLink> link : links.entrySet()) {
            if (link.getValue().state() == LinkState.CONFIRMED) {
                confirmed++;
                right += pairs.contains(link.getKey()) ? 1 : 0;
            }
            provisional += link.getValue().state() == LinkState.PROVISIONAL ? 1 : 0;
        }
        return new Score(pairs.size(), confirmed, right, provisional);
    }

    /** As they were written last, by both Call-IDs. */
    private static Map<String, CallLink> links(List<LegScript> legs) throws Exception {
        Map<String, CallLink> links = new HashMap<>();
        try (LegsHarness harness = new LegsHarness(CorrelationSettings.DEFAULT)) {
            harness.feed(LegScript.all(legs)).end();
            for (CallLink row : harness.rows()) {
                links.put(row.firstCallId() + " " + row.secondCallId(), row);
            }
            harness.assertNothingLeft();
        }
        return links;
    }

    private static void traffic(int rate, int sharing, List<LegScript> legs, Set<String> pairs) {
        Random random = new Random(31L * rate + sharing);
        int calls = Math.max(100, 6 * rate);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            numbers.add(i / sharing);
        }
        Collections.shuffle(numbers, random);
        double at = 0;
        for (int i = 0; i < calls; i++) {
            at += -Math.log(1 - random.nextDouble()) / rate;
            int number = numbers.get(i);
            String caller = "4930" + (900_000 + number);
            String callee = "4420" + (700_000 + number);
            double kind = random.nextDouble();
            if (kind < 0.1) {
                LegScript alone = first(i, at, caller, callee, random).invite();
                talk(alone, null, at, random);
                legs.add(alone);
            } else if (kind < 0.2) {
                LegScript alone = second(i, at, caller, callee, random).invite();
                talk(alone, null, at, random);
                legs.add(alone);
            } else {
                double later = at + between(random, 0.002, 0.03);
                LegScript a = first(i, at, caller, callee, random).invite();
                LegScript b = second(i, later, caller, callee, random).invite();
                talk(b, a, later, random);
                legs.add(a);
                legs.add(b);
                pairs.add(a.callId + " " + b.callId);
            }
        }
    }

    /** What happens to a call, and a little later to the one before it. */
    private static void talk(LegScript leg, LegScript before, double start, Random random) {
        double ringing = start + between(random, 0.3, 3);
        if (random.nextDouble() < 0.3) {
            int status = new int[] {486, 404, 480, 503}[random.nextInt(4)];
            double failed = ringing + between(random, 0.1, 10);
            leg.ringing(ringing).failed(failed, status);
            if (before != null) {
                before.ringing(ringing + hop(random)).failed(failed + hop(random), status);
            }
            return;
        }
        double answered = ringing + between(random, 1, 20);
        double bye = answered + between(random, 3, 60);
        leg.ringing(ringing).answered(answered).bye(bye);
        if (before != null) {
            before.ringing(ringing + hop(random))
                    .answered(answered + hop(random))
                    .bye(bye + (random.nextBoolean() ? 1 : -1) * hop(random));
        }
    }

    private static LegScript first(int i, double at, String from, String to, Random random) {
        return leg("a" + i, at)
                .between("198.51.100." + random.nextInt(5), "192.0.2.10")
                .numbers(from, to);
    }

    private static LegScript second(int i, double at, String from, String to, Random random) {
        return leg("b" + i, at)
                .between("192.0.2.10", "203.0.113." + random.nextInt(5))
                .numbers("00" + from, "+" + to);
    }

    private static double hop(Random random) {
        return between(random, 0.001, 0.01);
    }

    private static double between(Random random, double from, double to) {
        return from + random.nextDouble() * (to - from);
    }
}
