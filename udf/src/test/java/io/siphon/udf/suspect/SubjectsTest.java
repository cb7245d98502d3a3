package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.order.Ceiling;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static io.siphon.udf.suspect.CallFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

/** What strangers can make of the state of detectors: so much, and no more. */
class SubjectsTest {

    /** As they are when nothing is configured. */
    private static final SuspectSettings SETTINGS =
            new SuspectSettings(
                    SubjectDetectors.ON_BY_DEFAULT,
                    200_000,
                    List.of("friendly-scanner"),
                    20,
                    20,
                    5,
                    5,
                    50,
                    new InternationalCalls(List.of("+", "00"), ""),
                    List.of("881"),
                    1,
                    120,
                    10,
                    3,
                    50,
                    5,
                    3,
                    10,
                    100,
                    3,
                    1000,
                    200,
                    5,
                    "",
                    10,
                    Duration.ofMinutes(5));

    private static final int SOURCES = 100_000;
    private static final long MOST_HEAP = 100 << 20;

    /** Each of them sends a call; one of them is a scanner, which is found among all the others. */
    @Test
    void aHundredThousandSourcesHideNobodyAndTakeLessThan100MegaBytes() throws Exception {
        Ceiling ceiling = new Ceiling("subjects", 200_000, 16 << 20, 1);
        try (SuspectHarness suspects = new SuspectHarness(ceiling, byDefault())) {
            long before = usedHeap();
            long tries = 0;
            for (int i = 0; i < SOURCES; i++) {
                double at = i * 0.0005; // 2,000 a second
                String address = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
                String callee = "00" + (442071838750L + i);
                CallFixture stranger = call(at).from(address).of(address).to(callee);
                suspects.see(stranger.started());
                suspects.see(stranger.refused(at + 0.01, CallOutcome.REJECTED, 404));
                if (i % 2_000 == 0 && tries < 25) {
                    suspects.see(notFound(at, "192.0.2.66", "1" + tries++));
                    suspects.at(at - 2);
                    assertThat(suspects.entries()).isLessThanOrEqualTo(200_000);
                }
            }
            suspects.at(SOURCES * 0.0005);
            long grown = usedHeap() - before;
            assertThat(grown).as("octets of heap").isLessThan(MOST_HEAP);
            System.out.printf(
                    "subjects: %d sources, %d entries, %d kB of heap%n",
                    SOURCES, suspects.entries(), grown >> 10);
            assertThat(suspects.end())
                    .filteredOn(text -> text.contains("192.0.2.66 tried 25"))
                    .hasSize(1);
        }
    }

    /** Beyond the ceiling those go of which least was seen, and it is told. */
    @Test
    void whoIsSeenOftenOutlivesAFlood() throws Exception {
        Ceiling ceiling = new Ceiling("subjects", 500, 1 << 20, 1);
        try (SuspectHarness suspects = new SuspectHarness(ceiling, new ScannerSweep(20))) {
            suspects.see(notFound(0, "192.0.2.66", "98"), notFound(0, "192.0.2.66", "99"));
            for (int i = 0; i < 18; i++) {
                suspects.see(notFound(i, "192.0.2.66", "1" + i));
                for (int j = 0; j < 500; j++) {
                    suspects.see(notFound(i + 0.1, "10.0." + i + "." + j, "100"));
                }
                suspects.at(i);
                assertThat(suspects.entries()).isLessThanOrEqualTo(501);
            }
            suspects.at(30);
            assertThat(suspects.limits()).isNotEmpty();
            assertThat(suspects.limits().get(0).state()).isEqualTo("subjects/0");
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .startsWith("warning 192.0.2.66 tried 20 users or hosts in 60 s");
        }
    }

    @Test
    void eachDetectorHasItsName() {
        assertThat(SubjectDetectors.all(SETTINGS))
                .extracting(SubjectDetector::name)
                .containsExactlyElementsOf(
                        SubjectDetectors.NAMES.stream()
                                .filter(name -> !name.equals(TelemetryLoss.NAME))
                                .toList());
    }

    @Test
    void theOrderInWhichEventsComeMakesNoDifference() throws Exception {
        List<Call> calls = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            double at = random.nextInt(300_000) / 1e3;
            String address = "192.0.2." + random.nextInt(10);
            CallFixture call =
                    call(at).from(address).to((random.nextInt(90) + 10) + "442071838750");
            calls.add(call.started());
            calls.add(
                    random.nextInt(40) == 0
                            ? call.answered(at + 1)
                            : call.refused(at + 1, CallOutcome.REJECTED, 404));
        }
        List<String> once = told(calls);
        Collections.shuffle(calls, random);

        assertThat(once).hasSizeGreaterThan(10);
        assertThat(told(calls)).containsExactlyInAnyOrderElementsOf(once);
    }

    private static List<String> told(List<Call> calls) throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(all())) {
            return suspects.see(calls.toArray(Call[]::new)).end();
        }
    }

    private static Call notFound(double at, String address, String user) {
        return call(at).from(address).to(user).refused(at, CallOutcome.REJECTED, 404);
    }

    private static SubjectDetector[] all() {
        return SubjectDetectors.all(SETTINGS).toArray(SubjectDetector[]::new);
    }

    private static SubjectDetector[] byDefault() {
        return SubjectDetectors.on(SETTINGS).toArray(SubjectDetector[]::new);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
