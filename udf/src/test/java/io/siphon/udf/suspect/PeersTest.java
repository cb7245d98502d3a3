package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.Trace;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.finding.Finding;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static io.siphon.udf.suspect.CallFixture.micros;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code options_down}, {@code register_storm}, {@code mass_unregister}, {@code ua_change}. */
class PeersTest {

    private static final String ALICE = "sip:alice@example.org";

    @Test
    void aHostThatStopsToAnswerIsDownUntilItAnswers() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(asked(0, "1")).see(answered(0.1, "1", 200));
            suspects.see(asked(30, "2")).see(asked(30.5, "2")).see(asked(31.5, "2"));
            suspects.see(asked(60, "3")).see(asked(90, "4")).at(100);
            assertThat(suspects.told()).isEmpty(); // two, for the fourth may be answered yet
            suspects.see(asked(120, "5")).at(125);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 198.51.100.1 has not answered the last 3 OPTIONS of 192.0.2.1;"
                                    + " it did before");
            suspects.see(answered(121, "5", 404)).see(asked(150, "6")).see(asked(180, "7"));
            suspects.see(answered(180.1, "7", 503));
            assertThat(suspects.end()).hasSize(1);
        }
    }

    /** A PBX that asks four phones behind one address at once, each 30 s; one is unplugged. */
    @Test
    void phonesBehindOneAddressThatAreAskedAtOnceAreNotDownWhileOneAnswers() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            for (int i = 0; i < 20; i++) {
                for (int phone = 0; phone < 4; phone++) {
                    String callId = i + "-" + phone;
                    suspects.see(askedOf(phone, i * 30 + phone * 0.002, callId));
                    if (phone > 0) {
                        suspects.see(answeredBy(phone, i * 30 + 0.04 + phone * 0.002, callId, 200));
                    } else {
                        sentAgain(suspects, phone, i * 30, callId);
                    }
                }
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void anAddressIsDownWhenNoneOfItsPhonesAnswers() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(askedOf(0, 0, "0")).see(answeredBy(0, 0.1, "0", 200));
            for (int i = 1; i < 4; i++) {
                for (int phone = 0; phone < 4; phone++) {
                    suspects.see(askedOf(phone, i * 60 + phone * 0.002, i + "-" + phone));
                    sentAgain(suspects, phone, i * 60 + phone * 0.002, i + "-" + phone);
                }
            }
            suspects.at(200);
            assertThat(suspects.told()).isEmpty();
            suspects.see(askedOf(0, 240, "last")).at(241);
            assertThat(suspects.alerts()).hasSize(1);
            assertThat(suspects.alerts().get(0).startMicros()).isEqualTo(micros(60));
            assertThat(suspects.alerts().get(0).subject()).isEqualTo("198.51.100.1");
            assertThat(suspects.end()).hasSize(1);
        }
    }

    /** One request, sent again until it is answered; its responses are sent again, too. */
    @Test
    void whatIsSentAgainFailsOnce() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(asked(0, "0")).see(answered(0.1, "0", 200));
            for (int i = 1; i < 3; i++) {
                suspects.see(asked(i * 30, i + ""));
                sentAgain(suspects, 0, i * 30, i + "");
                for (double later : new double[] {0.1, 0.6, 7.5, 15.5, 31.5}) {
                    suspects.see(answered(i * 30 + later, i + "", 503));
                }
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    /** Four services of one host, each of which answers with 503. */
    @Test
    void whatIsRefusedAtOnceFailsOnce() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(asked(0, "0")).see(answered(0.1, "0", 200));
            for (int i = 1; i < 4; i++) {
                assertThat(suspects.at(i * 30 - 1).told()).isEmpty();
                for (int port = 0; port < 4; port++) {
                    String callId = i + "-" + port;
                    suspects.see(askedOf(port, i * 30 + port * 0.002, callId));
                    suspects.see(answeredBy(port, i * 30 + 0.1 + port * 0.002, callId, 503));
                }
            }
            assertThat(suspects.at(92).told()).hasSize(1);
            assertThat(suspects.end()).hasSize(1);
        }
    }

    /** As where only what a host sends is captured. */
    @Test
    void refusalsWhoseRequestsWereNotCapturedAreFailures() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(answered(0.1, "0", 200));
            for (int i = 1; i < 4; i++) {
                assertThat(suspects.at(i * 30 - 1).told()).isEmpty();
                suspects.see(answered(i * 30, i + "", 503)).see(answered(i * 30 + 8, i + "", 503));
            }
            assertThat(suspects.at(92).told()).hasSize(1);
            assertThat(suspects.end()).hasSize(1);
        }
    }

    /** Ports are not part of the state, and what is remembered of requests is bounded. */
    @Test
    void forgedPortsAndRequestsTakeNoMoreState() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            suspects.see(asked(0, "0")).see(answered(0.1, "0", 200));
            for (int i = 0; i < 5_000; i++) {
                SipFixture forged = askedOf(i, 1 + i * 0.01, "forged" + i);
                forged.source = "udp:192.0.2.1:" + (10_000 + i);
                suspects.see(forged);
            }
            suspects.at(60);
            assertThat(suspects.entries()).isEqualTo(1);
            assertThat(suspects.snapshotBytes()).isLessThan(2_000);
            suspects.end();
        }
    }

    @Test
    void aHostThatNeverAnsweredIsNotDown() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new OptionsDown(3))) {
            for (int i = 0; i < 50; i++) {
                suspects.see(asked(i * 30, "n" + i));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void accountsThatAllRegisterAtOnceAreAStorm() throws Exception {
        try (SuspectHarness suspects =
                new SuspectHarness(new RegisterStorm(20), new MassUnregister(20))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(started(i, "sip:" + i + "@example.org", RegistrationKind.INITIAL));
                suspects.see(started(100 + i, "sip:a@example.org", RegistrationKind.INITIAL));
                suspects.see(
                        started(200 + i, "sip:" + i + "@example.org", RegistrationKind.REFRESH));
                suspects.see(lapsed(300 + i, "sip:" + i + "@example.org"));
                suspects.see(lapsed(400 + 4 * i, "sip:" + i + "@example.org"));
            }
            assertThat(suspects.end())
                    .containsExactlyInAnyOrder(
                            "warning 20 accounts began to register at 203.0.113.1 within 60 s, for"
                                    + " example sip:0@example.org, sip:1@example.org,"
                                    + " sip:2@example.org",
                            "warning 20 accounts were removed or lapsed at 203.0.113.1 within 60 s,"
                                    + " for example sip:0@example.org, sip:1@example.org,"
                                    + " sip:2@example.org");
        }
    }

    @Test
    void anotherUserAgentIsToldOnceAndTheFirstIsNot() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new UserAgentChange())) {
            suspects.see(accepted(0, "Desk phone")).see(accepted(60, "Desk phone"));
            suspects.see(accepted(120, "Softphone")).see(accepted(180, "Desk phone"));
            suspects.see(accepted(240, "Softphone"));
            assertThat(suspects.end())
                    .containsExactly(
                            "warning sip:alice@example.org registered with a user agent that it"
                                    + " never had: Softphone");
        }
    }

    @Test
    void withoutAFileNoCountryChanges() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new CountryChange(""))) {
            suspects.see(accepted(0, "Desk phone"));
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void anAgentThatPausesForLongerThanEverIsSilentUntilItSends() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AgentSilent(Duration.ofMinutes(5)))) {
            for (int i = 0; i < 40; i++) { // a pause of 2 minutes is usual for one of them
                suspects.see(sent(i * 10, "proxy1")).see(sent(i * 120, "proxy2"));
            }
            suspects.at(390 + 299);
            assertThat(suspects.told()).isEmpty();
            suspects.at(390 + 320);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning agent proxy1 has sent nothing for 300 s; its longest pause of"
                                    + " late was 10 s");
            suspects.at(39 * 120 + 9 * 60);
            assertThat(suspects.told()).hasSize(1);
            suspects.see(sent(40 * 120 + 600, "proxy2")).at(2 * 86_400);
            assertThat(suspects.end()).hasSize(3); // and for good
        }
    }

    /** So that its alert stays open: time goes on by what other agents send. */
    @Test
    void anAgentThatStaysSilentIsFoundOnceAMinuteUntilItSendsOrADayIsOver() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AgentSilent(Duration.ofMinutes(5)))) {
            for (int i = 0; i < 40; i++) {
                suspects.see(sent(i * 10, "proxy1"));
            }
            suspects.at(400 + 300 + 3_600 + 1);
            List<Finding> hour = suspects.alerts();
            assertThat(hour).hasSize(61);
            assertThat(hour).extracting(Finding::startMicros).containsOnly(micros(400));
            for (int i = 0; i < hour.size(); i++) {
                assertThat(hour.get(i).endMicros()).isEqualTo(micros(700 + i * 60));
            }
            suspects.see(sent(4_305, "proxy1")).at(4_305 + 295);
            assertThat(suspects.alerts()).hasSize(61);
            suspects.at(4_310 + 86_400);
            int day = suspects.alerts().size();
            // it may pause for five times 3910 s now
            assertThat(day - 61).isEqualTo((86_400 - 5 * 3_910) / 60 + 1);
            assertThat(suspects.entries()).isZero();
            suspects.end();
            assertThat(suspects.alerts()).hasSize(day);
        }
    }

    @Test
    void anAgentOfAFewMessagesIsNotMissed() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new AgentSilent(Duration.ofMinutes(5)))) {
            for (int i = 0; i < 29; i++) {
                suspects.see(sent(i * 10, "proxy1"));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    private static Trace sent(double at, String node) {
        return new Trace(
                micros(at),
                micros(at),
                1,
                node,
                null,
                new byte[0],
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                0);
    }

    private static SipFixture asked(double at, String callId) {
        SipFixture options = new SipFixture();
        options.timeMicros = micros(at);
        options.method = "OPTIONS";
        options.callId = callId;
        options.source = "udp:192.0.2.1:5060";
        options.destination = "udp:198.51.100.1:5060";
        return options;
    }

    private static SipFixture answered(double at, String callId, int status) {
        SipFixture response = asked(at, callId);
        response.status = status;
        response.source = "udp:198.51.100.1:5060";
        response.destination = "udp:192.0.2.1:5060";
        return response;
    }

    private static SipFixture askedOf(int port, double at, String callId) {
        SipFixture options = asked(at, callId);
        options.destination = "udp:198.51.100.1:" + (5060 + port);
        return options;
    }

    private static SipFixture answeredBy(int port, double at, String callId, int status) {
        SipFixture response = answered(at, callId, status);
        response.source = "udp:198.51.100.1:" + (5060 + port);
        return response;
    }

    /** As RFC 3261 has it, for 32 s. */
    private static void sentAgain(SuspectHarness suspects, int port, double at, String callId)
            throws Exception {
        for (double later : new double[] {0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5}) {
            suspects.see(askedOf(port, at + later, callId));
        }
    }

    private static Registration started(double at, String aor, RegistrationKind kind) {
        return registration(
                at, aor, kind, RegistrationChange.STARTED, RegistrationOutcome.IN_PROGRESS, "");
    }

    private static Registration lapsed(double at, String aor) {
        return registration(
                at,
                aor,
                RegistrationKind.INITIAL,
                RegistrationChange.LAPSED,
                RegistrationOutcome.ACCEPTED,
                "");
    }

    private static Registration accepted(double at, String userAgent) {
        return registration(
                at,
                ALICE,
                RegistrationKind.INITIAL,
                RegistrationChange.ENDED,
                RegistrationOutcome.ACCEPTED,
                userAgent);
    }

    private static Registration registration(
            double at,
            String aor,
            RegistrationKind kind,
            RegistrationChange change,
            RegistrationOutcome outcome,
            String userAgent) {
        return new Registration(
                aor,
                "a84b4c76e66710",
                1,
                change,
                micros(at),
                kind,
                "sip:alice@192.0.2.1",
                userAgent,
                "udp:192.0.2.1:5060",
                "udp:203.0.113.1:5060",
                "proxy1",
                "",
                "in",
                micros(at),
                0,
                micros(at),
                0,
                1,
                300,
                300,
                outcome,
                outcome == RegistrationOutcome.ACCEPTED ? 200 : 0,
                0);
    }
}
