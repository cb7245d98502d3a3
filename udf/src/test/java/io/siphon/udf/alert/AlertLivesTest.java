package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static io.siphon.udf.alert.LivesHarness.TRUNK;
import static io.siphon.udf.alert.LivesHarness.finding;
import static org.assertj.core.api.Assertions.assertThat;

/** How an alert opens, changes and closes: windows of a minute, closed after three without one. */
class AlertLivesTest {

    private static final String FAILURES = "call_failures";

    private static final LifeSettings SETTINGS = settings(true, null);

    private static LifeSettings settings(boolean dependencies, Path maintenance) {
        return new LifeSettings(
                Duration.ofMinutes(3),
                Duration.ofMinutes(15),
                dependencies,
                maintenance == null ? null : maintenance.toString(),
                0);
    }

    @Test
    void oneLifeIsOneRowThatIsWrittenAgain() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            for (int minute = 0; minute < 4; minute++) {
                lives.found(FAILURES, minute, 30 + minute).until(minute + 1);
            }
            lives.until(6);
            assertThat(lives.rows())
                    .containsExactly(
                            "call_failures open +0..1 changed +0, 1 windows, worst 30",
                            "call_failures open +0..2 changed +0, 2 windows, worst 31",
                            "call_failures open +0..3 changed +0, 3 windows, worst 32",
                            "call_failures open +0..4 changed +0, 4 windows, worst 33");
            lives.until(8);
            Alert closed = lives.alerts().get(4);
            assertThat(closed.state()).isEqualTo(AlertState.CLOSED);
            assertThat(closed.closedAt()).isEqualTo(AlertEvents.at(7 * 60));
            assertThat(closed.count()).isEqualTo(400);
            assertThat(closed.text()).isEqualTo("33.0 % of 100 calls");
            assertThat(lives.alerts()).extracting(Alert::openedAt).containsOnly(AlertEvents.at(0));
            lives.end();
        }
    }

    /** Also while no message has come, or only some whose clocks are behind. */
    @Test
    void whatSiphonFindsAboutItselfWaitsForNoTime() throws Exception {
        try (LivesHarness lives = new LivesHarness(AlertLives.aboutSiphon(SETTINGS))) {
            lives.found(JournalGaps.NAME, 5, 30);
            assertThat(lives.changes())
                    .containsExactly("journal_gap open +5..6 changed +5, 1 windows, worst 30");
            lives.until(1).found(JournalGaps.NAME, 5, 40);
            assertThat(lives.rows())
                    .last()
                    .isEqualTo("journal_gap worse +5..6 changed +5, 1 windows, worst 40");
            lives.until(10);
            assertThat(lives.changes())
                    .last()
                    .isEqualTo("journal_gap closed +5..6 changed +9, 1 windows, worst 40");
            lives.end();
        }
    }

    @Test
    void twoWindowsWithoutAFindingCloseNothing() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).until(3).found(FAILURES, 3, 30).until(4);
            assertThat(lives.changes())
                    .containsExactly("call_failures open +0..1 changed +0, 1 windows, worst 30");
            lives.end();
        }
    }

    @Test
    void getsWorseAtOnceAndBetterWhenItStaysSo() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).found(FAILURES, 1, 50);
            lives.found(FAILURES, 2, 30).found(FAILURES, 3, 50);
            for (int minute = 4; minute < 8; minute++) {
                lives.found(FAILURES, minute, 30);
            }
            lives.until(8);
            assertThat(lives.changes())
                    .containsExactly(
                            "call_failures open +0..1 changed +0, 1 windows, worst 30",
                            "call_failures worse +0..2 changed +1, 2 windows, worst 50",
                            "call_failures better +0..7 changed +7, 7 windows, worst 50");
            assertThat(lives.alerts())
                    .last()
                    .extracting(Alert::severity)
                    .isEqualTo(Severity.CRITICAL);
            lives.end();
        }
    }

    /** Of a window that begins once and lasts: each change has a time of its own. */
    @Test
    void whatGetsWorseAgainInOneWindowChangedLaterThanBefore() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            for (int minute = 1; minute < 8; minute++) {
                lives.push(lasting(minute, minute == 2 || minute == 7 ? 50 : 30));
            }
            lives.until(8);
            assertThat(lives.changes())
                    .containsExactly(
                            "journal_gap open +0..1 changed +0, 1 windows, worst 30",
                            "journal_gap worse +0..2 changed +0, 1 windows, worst 50",
                            "journal_gap better +0..4 changed +4, 1 windows, worst 50",
                            "journal_gap worse +0..7 changed +4, 1 windows, worst 50");
            lives.end();
        }
    }

    private static Finding lasting(int minutes, double value) {
        return lasting(JournalGaps.NAME, minutes, value);
    }

    private static Finding lasting(String detector, int minutes, double value) {
        return new Finding(
                detector,
                Severity.of(value, 20),
                "proxy1",
                TRUNK,
                AlertEvents.at(0),
                AlertEvents.at(minutes * 60),
                value,
                20,
                100,
                "text");
    }

    /** Closed soon after the last of many, however long it lasted and short windows are. */
    @Test
    void aSilenceIsOpenWhileItLastsAndNotAsLongAgain() throws Exception {
        Duration short30 = Duration.ofSeconds(30);
        LifeSettings shortWindows =
                new LifeSettings(short30, Duration.ofMinutes(15), true, null, 0);
        try (LivesHarness lives = new LivesHarness(shortWindows)) {
            for (int minute = 5; minute <= 120; minute++) {
                lives.push(lasting("agent_silent", minute, 30)).until(minute);
            }
            lives.until(125);
            assertThat(lives.changes())
                    .containsExactly(
                            "agent_silent open +0..5 changed +0, 1 windows, worst 30",
                            "agent_silent closed +0..120 changed +122, 1 windows, worst 30");
            lives.end();
        }
    }

    /** A host that is down for two hours, asked once a minute. */
    @Test
    void anOutageIsNotOpenForAsLongAsItLasted() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            for (int minute = 3; minute <= 120; minute++) {
                lives.push(lasting("options_down", minute, 30)).until(minute);
            }
            lives.until(300);
            assertThat(lives.changes())
                    .containsExactly(
                            "options_down open +0..3 changed +0, 1 windows, worst 30",
                            "options_down closed +0..120 changed +123, 1 windows, worst 30");
            lives.end();
        }
    }

    /** By two that ask at about the same time. */
    @Test
    void anOutageThatIsSeldomAskedForIsOpenBetween() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            for (int minute = 20; minute <= 120; minute += 10) {
                lives.push(lasting("options_down", minute, 30)).until(minute);
                lives.push(lasting("options_down", minute + 1, 30)).until(minute + 1);
            }
            lives.until(300);
            assertThat(lives.changes())
                    .containsExactly(
                            "options_down open +0..20 changed +0, 1 windows, worst 30",
                            "options_down closed +0..121 changed +137, 1 windows, worst 30");
            lives.end();
        }
    }

    /** As calls and registrations from one address: each has a state of its own. */
    @Test
    void whatLastsIsOpenAfterSomethingShorterThatBeganLater() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            for (int minute = 1; minute <= 30; minute++) {
                lives.push(lasting("flood_adaptive", minute, 30)).until(minute);
                if (minute == 5) {
                    lives.found("flood_adaptive", 5, 30);
                }
            }
            lives.until(100);
            assertThat(lives.changes()).hasSize(2);
            assertThat(lives.changes().get(1)).startsWith("flood_adaptive closed +0..30 changed +");
            assertThat(lives.alerts()).last().extracting(Alert::count).isEqualTo(200L);
            lives.end();
        }
    }

    @Test
    void aFlapIsOpenedAgainAndMakesNoOtherRow() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).until(10).found(FAILURES, 10, 30).until(11);
            assertThat(lives.changes())
                    .containsExactly(
                            "call_failures open +0..1 changed +0, 1 windows, worst 30",
                            "call_failures closed +0..1 changed +4, 1 windows, worst 30",
                            "call_failures open +0..11 changed +10, 2 windows, worst 30");
            assertThat(lives.alerts()).last().extracting(Alert::reopened).isEqualTo(1);
            lives.until(50).found(FAILURES, 50, 30).until(51);
            assertThat(lives.changes())
                    .last()
                    .isEqualTo("call_failures open +50..51 changed +50, 1 windows, worst 30");
            lives.end();
        }
    }

    @Test
    void lateDataOfAWindowIsNoOtherWindow() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).found(FAILURES, 1, 30).until(2);
            lives.found(FAILURES, 1, 35).found(FAILURES, 0, 37);
            assertThat(lives.rows())
                    .last()
                    .isEqualTo("call_failures open +0..2 changed +0, 2 windows, worst 37");
            lives.until(6).found(FAILURES, 1, 39);
            assertThat(lives.rows())
                    .last()
                    .isEqualTo("call_failures closed +0..2 changed +5, 2 windows, worst 39");
            lives.end();
        }
    }

    /** Whether the fault went on after the last message of a capture nobody knows. */
    @Test
    void theEndOfInputClosesNothingThatTimeHasNot() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).push(finding(FAILURES, "carrier-b", 9, 30)).until(10);
            lives.endOfInput();
            assertThat(lives.changes())
                    .containsExactly(
                            "call_failures open +0..1 changed +0, 1 windows, worst 30",
                            "call_failures closed +0..1 changed +4, 1 windows, worst 30",
                            "call_failures open +9..10 changed +9, 1 windows, worst 30");
            assertThat(lives.entries()).isZero();
        }
    }

    @Test
    void whatAnOpenAlertExplainsIsSuppressedUntilThatIsOver() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            // in whatever order the windows come
            lives.found("ratio_drop", 0, 30).found(FAILURES, 0, 50).until(1);
            assertThat(lives.changes())
                    .containsExactly(
                            "call_failures open +0..1 changed +0, 1 windows, worst 50",
                            "ratio_drop suppressed +0..1 changed +0, 1 windows, worst 30 by"
                                    + " call_failures");
            for (int minute = 1; minute < 6; minute++) {
                lives.found("ratio_drop", minute, 30).until(minute + 1);
            }
            assertThat(lives.changes())
                    .endsWith(
                            "call_failures closed +0..1 changed +4, 1 windows, worst 50",
                            "ratio_drop open +0..5 changed +4, 5 windows, worst 30");
            lives.end();
        }
        try (LivesHarness lives = new LivesHarness(settings(false, null))) {
            lives.found("ratio_drop", 0, 30).found(FAILURES, 0, 50).until(1);
            assertThat(lives.alerts()).extracting(Alert::state).containsOnly(AlertState.OPEN);
            lives.end();
        }
    }

    /** A baseline's step of five minutes is known when the cause has closed. */
    @Test
    void whatACauseInItsWindowExplainsIsSuppressedAndStepsCloseNothing() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 50).until(5);
            for (int step = 0; step < 3; step++) {
                Finding one = finding("ratio_drop", TRUNK, 5 * step, 30);
                lives.push(
                                new Finding(
                                        one.detector(),
                                        one.severity(),
                                        one.node(),
                                        one.subject(),
                                        one.startMicros(),
                                        one.startMicros() + 5 * AlertEvents.MINUTE,
                                        30,
                                        20,
                                        100,
                                        "text"))
                        .until(5 * step + 5);
            }
            assertThat(lives.changes())
                    .filteredOn(words -> words.startsWith("ratio_drop"))
                    .containsExactly(
                            "ratio_drop suppressed +0..5 changed +0, 1 windows, worst 30 by"
                                    + " call_failures",
                            "ratio_drop open +0..10 changed +5, 2 windows, worst 30");
            lives.until(26);
            assertThat(lives.changes())
                    .last()
                    .isEqualTo("ratio_drop closed +0..15 changed +25, 3 windows, worst 30");
            lives.end();
        }
    }

    @Test
    void causesOfAnotherOperatorExplainAndAreNotWrittenAgain() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS, Dependencies.OF_CALLS)) {
            lives.found("quality_shift", 0, 30).found("ratio_drop", 0, 30).found(FAILURES, 0, 50);
            lives.until(1);
            assertThat(lives.changes())
                    .containsExactlyInAnyOrder(
                            "quality_shift open +0..1 changed +0, 1 windows, worst 30",
                            "ratio_drop suppressed +0..1 changed +0, 1 windows, worst 30 by"
                                    + " call_failures");
            lives.end();
        }
    }

    @Test
    void anotherSubjectIsNotSuppressed() throws Exception {
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 50).push(finding("ratio_drop", "carrier-b", 0, 30)).until(1);
            assertThat(lives.alerts()).extracting(Alert::state).containsOnly(AlertState.OPEN);
            lives.end();
        }
    }

    @Test
    void maintenanceSuppresses(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("maintenance");
        Files.writeString(file, "2024-06-01T00:00:00Z 2024-06-01T00:02:00Z carrier-* # new link\n");
        try (LivesHarness lives = new LivesHarness(settings(true, file))) {
            lives.found(FAILURES, 0, 30).push(finding(FAILURES, "other", 0, 30)).until(1);
            lives.found(FAILURES, 1, 50).found(FAILURES, 2, 50).until(3);
            assertThat(lives.changes())
                    .containsExactlyInAnyOrder(
                            "call_failures suppressed +0..1 changed +0, 1 windows, worst 30 by"
                                    + " maintenance",
                            "call_failures open +0..1 changed +0, 1 windows, worst 30",
                            "call_failures open +0..3 changed +2, 3 windows, worst 50");
            lives.end();
        }
    }

    @Test
    void aSuppressedAlertClosesUnseen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("maintenance");
        Files.writeString(file, "2024-06-01T00:00:00Z 2024-06-02T00:00:00Z *\n");
        try (LivesHarness lives = new LivesHarness(settings(true, file))) {
            lives.found(FAILURES, 0, 30).until(5);
            assertThat(lives.changes())
                    .last()
                    .isEqualTo(
                            "call_failures closed +0..1 changed +4, 1 windows, worst 30 by"
                                    + " maintenance");
            lives.end();
        }
    }

    @Test
    void aLifeGoesOnAfterARestart() throws Exception {
        OperatorSubtaskState state;
        try (LivesHarness lives = new LivesHarness(SETTINGS)) {
            lives.found(FAILURES, 0, 30).until(1);
            state = lives.snapshot();
        }
        try (LivesHarness lives = new LivesHarness(SETTINGS, Ceiling.NONE, state)) {
            lives.found(FAILURES, 1, 30).until(6);
            assertThat(lives.rows())
                    .containsExactly(
                            "call_failures open +0..2 changed +0, 2 windows, worst 30",
                            "call_failures closed +0..2 changed +5, 2 windows, worst 30");
            lives.end();
        }
    }

    @Test
    void forgedSubjectsAreBoundedAndCounted() throws Exception {
        Ceiling ceiling = new Ceiling("alerts", 100, 1 << 20, 1);
        try (LivesHarness lives = new LivesHarness(SETTINGS, ceiling, null)) {
            for (int i = 0; i < 1_000; i++) {
                lives.push(finding(FAILURES, "forged-" + i, i / 200, 30)).until(i / 200 + 1);
                assertThat(lives.entries()).isLessThanOrEqualTo(2 * 101);
            }
            assertThat(lives.limits()).isNotEmpty();
            assertThat(lives.limits().get(0).state()).isEqualTo("alerts/0");
            lives.end();
        }
    }

    @Test
    void nodeAndSubjectAreOnesOwnWhateverIsInThem() {
        for (String node : List.of("", "a", "1:b", "a\nb")) {
            for (String subject : List.of("", TRUNK, "2:", "\n")) {
                Finding finding =
                        new Finding("d", Severity.WARNING, node, subject, 0, 1, 1, 1, 1, "");
                assertThat(Finding.node(finding.key())).isEqualTo(node);
                assertThat(Finding.subject(finding.key())).isEqualTo(subject);
            }
        }
    }
}
