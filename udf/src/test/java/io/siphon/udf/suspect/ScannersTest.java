package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;
import io.siphon.udf.call.SipFixture;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.udf.suspect.CallFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code scanner_ua}, {@code scanner_sweep}, {@code dialplan_guess}. */
class ScannersTest {

    private static final List<String> AGENTS = List.of("friendly-scanner");

    @Test
    void aScannerThatSaysSoIsToldAtOnceAndCounted() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerUserAgent(AGENTS))) {
            suspects.see(call(0).by("Friendly-Scanner/1.0").started()).at(2);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 192.0.2.66 sent 1 request of a known scanner:"
                                    + " Friendly-Scanner/1.0");
            suspects.see(call(3).by("friendly-scanner").started());
            suspects.see(call(4).by("scanner").started());
            suspects.see(options(5, "192.0.2.66", "sip:100@203.0.113.1", "friendly-scanner"));
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 192.0.2.66 sent 3 requests of a known scanner:"
                                    + " Friendly-Scanner/1.0, friendly-scanner");
        }
    }

    @Test
    void twentyUsersThatAreNotThereAreASweepAndNineteenAreNot() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 19; i++) {
                suspects.see(notFound(i, "192.0.2.66", "1" + i));
                suspects.see(notFound(i, "192.0.2.67", "1" + i));
            }
            suspects.see(notFound(20, "192.0.2.66", "ghost"), notFound(20, "192.0.2.67", "10"));
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 192.0.2.66 tried 20 users or hosts in 60 s, 0 of 20 tries"
                                    + " found one, for example 10, 11, 12");
        }
    }

    /** A carrier has wrong numbers, too: one in twenty is found. */
    @Test
    void whoFindsOneInTwentyIsNoScanner() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 38; i++) {
                suspects.see(notFound(i, "192.0.2.66", "1" + i));
            }
            suspects.see(call(0).answered(30), call(0).answered(31));
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void whatAnswersOptionsHidesNoScanner() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(notFound(i, "192.0.2.66", "1" + i));
                suspects.see(options(i, "192.0.2.66", "sip:198.51.100.1", "x"));
                suspects.see(optionsAnswered(i + 0.1, "192.0.2.66"));
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .startsWith("warning 192.0.2.66 tried 20 users or hosts in 60 s, 0 of 20");
        }
    }

    /** What a network cannot do is an outage. */
    @Test
    void anOutageIsNoSweep() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 100; i++) {
                suspects.see(call(i * 0.1).to("2" + i).refused(i * 0.1, CallOutcome.FAILED, 503));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void aPingOfManyHostsThatAnswerIsNoSweepAndOneWithoutAnswerIs() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(options(i, "192.0.2.1", "sip:198.51.100." + i, "SBC"));
                suspects.see(options(i, "192.0.2.66", "sip:100@198.51.100." + i, "SBC"));
                suspects.see(optionsAnswered(i + 0.1, "192.0.2.1"));
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .startsWith("warning 192.0.2.66 tried 20 users or hosts");
        }
    }

    /** For what it asks is not answered while its uplink is down. */
    @Test
    void whoWasAnsweredBeforeIsNoScannerInAnOutageButWhenItIsRefused() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int minute = 0; minute < 40; minute++) {
                for (int i = 0; i < 30; i++) {
                    double at = minute * 60 + i;
                    suspects.see(options(at, "192.0.2.1", "sip:198.51.100." + i, "PBX"));
                    if (minute < 4) {
                        suspects.see(optionsAnswered(at + 0.1, "192.0.2.1"));
                    }
                }
            }
            assertThat(suspects.at(2_500).told()).isEmpty();
            for (int i = 0; i < 30; i++) {
                suspects.see(options(2_600 + i, "192.0.2.1", "sip:198.51.100." + i, "PBX"));
                SipFixture refused = optionsAnswered(2_600.1 + i, "192.0.2.1");
                refused.status = 404;
                suspects.see(refused);
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .startsWith("warning 192.0.2.1 tried 30 users or hosts in 60 s, 0 of 30");
        }
    }

    @Test
    void whoseOptionsAreAnsweredMayStillGuessUsers() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new ScannerSweep(20))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(call(i).to("2" + i).answered(i + 1)); // it finds users, too
                suspects.see(options(i, "192.0.2.66", "sip:198.51.100." + i, "PBX"));
                suspects.see(optionsAnswered(i + 0.1, "192.0.2.66"));
                suspects.see(notFound(i, "192.0.2.66", "1" + i));
                suspects.see(notFound(200 + i, "192.0.2.66", "1" + i));
            }
            assertThat(suspects.end()).hasSize(1);
        }
    }

    @Test
    void onePrefixAfterTheOtherIsAGuessAndItsAnswerTheWayOut() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new DialPlanGuess(5))) {
            String[] prefixes = {"", "00", "900", "9011", "+"};
            for (int i = 0; i < 4; i++) {
                suspects.see(notFound(i, "192.0.2.66", prefixes[i] + "442071838750"));
                suspects.see(notFound(i, "192.0.2.67", "0044207183875" + i)); // other numbers
            }
            suspects.at(100);
            assertThat(suspects.told()).isEmpty();
            suspects.see(notFound(120, "192.0.2.66", "+442071838750")).at(130);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 192.0.2.66 dialled …1838750 with 5 prefixes within 10 min, none"
                                    + " answered, for example 442071838750, 00442071838750,"
                                    + " 900442071838750");
            suspects.see(call(140).to("810442071838750").answered(141)).at(150);
            assertThat(suspects.end())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            "critical 192.0.2.66 was answered at 810442071838750, after it had"
                                    + " dialled …1838750 with 5 other prefixes");
        }
    }

    @Test
    void aNumberThatIsAnsweredIsNotGuessed() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new DialPlanGuess(5))) {
            suspects.see(notFound(0, "192.0.2.66", "442071838750"));
            suspects.see(call(1).to("00442071838750").answered(2));
            for (int i = 0; i < 8; i++) {
                suspects.see(notFound(3 + i, "192.0.2.66", i + "00442071838750"));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    private static Call notFound(double at, String address, String user) {
        return call(at).from(address).to(user).refused(at, CallOutcome.REJECTED, 404);
    }

    private static SipFixture options(double at, String address, String uri, String userAgent) {
        SipFixture options = new SipFixture();
        options.timeMicros = CallFixture.micros(at);
        options.method = "OPTIONS";
        options.source = "udp:" + address + ":5060";
        options.requestUri = uri;
        options.userAgent = userAgent;
        return options;
    }

    private static SipFixture optionsAnswered(double at, String to) {
        SipFixture response = new SipFixture();
        response.timeMicros = CallFixture.micros(at);
        response.method = "OPTIONS";
        response.status = 200;
        response.source = "udp:198.51.100.1:5060";
        response.destination = "udp:" + to + ":5060";
        return response;
    }
}
