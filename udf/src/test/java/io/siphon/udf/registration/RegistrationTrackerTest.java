package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.sip.Binding;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.siphon.schema.RegistrationChange.ENDED;
import static io.siphon.schema.RegistrationChange.LAPSED;
import static io.siphon.schema.RegistrationChange.STARTED;
import static io.siphon.udf.registration.RegistrationHarness.BEGINNING;
import static io.siphon.udf.registration.RegistrationHarness.CONTACT;
import static io.siphon.udf.registration.RegistrationHarness.bound;
import static io.siphon.udf.registration.RegistrationHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of registrations, told message by message. */
class RegistrationTrackerTest {

    private RegistrationHarness tracker;

    @BeforeEach
    void open() throws Exception {
        tracker = new RegistrationHarness();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        tracker.end();
        tracker.close();
    }

    @Test
    void takesChallengeAndRetryForOneRegistration() throws Exception {
        tracker.register(0, 1, 3600)
                .response(0.01, 1, 401)
                .register(0.02, 2, 3600)
                .granted(0.0425, 2, 300)
                .live()
                .at(10);

        assertThat(tracker.rows()).extracting(Registration::change).containsExactly(STARTED, ENDED);
        Registration row = tracker.row();
        assertThat(row.aor()).isEqualTo("sip:alice@example.org");
        assertThat(row.callId()).isEqualTo("reg-1");
        assertThat(row.cseq()).isEqualTo(1);
        assertThat(row.kind()).isEqualTo(RegistrationKind.INITIAL);
        assertThat(row.contact()).isEqualTo(CONTACT);
        assertThat(row.userAgent()).isEqualTo("Desk phone 1.0");
        assertThat(row.source()).isEqualTo("udp:192.0.2.1:5060");
        assertThat(row.node()).isEqualTo("proxy");
        assertThat(row.startedAt()).isEqualTo(BEGINNING);
        assertThat(row.challengedAt()).isEqualTo(micros(0.01));
        assertThat(row.endedAt()).isEqualTo(micros(0.0425));
        assertThat(row.changeMicros()).isEqualTo(micros(0.0425));
        assertThat(row.delayMs()).isEqualTo(43);
        assertThat(row.requestedExpires()).isEqualTo(3600);
        assertThat(row.expires()).isEqualTo(300);
        assertThat(row.outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(row.finalStatus()).isEqualTo(200);
        assertThat(row.lapsedAt()).isZero();
    }

    @Test
    void isGrantedWhatExpiresSaysWhereNoContactComesBack() throws Exception {
        tracker.register(0, 1, 3600)
                .response(0.05, 1, 200, m -> m.bindings = bound("", 200))
                .live()
                .at(300);

        assertThat(tracker.row().requestedExpires()).isEqualTo(3600);
        assertThat(tracker.row().expires()).isEqualTo(200);
        assertThat(tracker.row().lapsedAt()).isEqualTo(micros(200.05));
    }

    @Test
    void isOneAddressHoweverItsUserIsEscaped() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(CONTACT, 60)).live();
        tracker.register(
                        1,
                        2,
                        m -> {
                            m.toUri = "sip:%61lice@example.org";
                            m.bindings = bound(CONTACT.replace("alice", "%61lice"), 60);
                        })
                .live()
                .at(10);

        assertThat(tracker.rows())
                .extracting(Registration::aor)
                .containsOnly(RegistrationHarness.ALICE);
        assertThat(tracker.rows()).extracting(Registration::contact).containsOnly(CONTACT);
    }

    @Test
    void endsAChallengeThatNothingFollows() throws Exception {
        tracker.register(0, 1, 60).response(0.01, 1, 401).live().at(32.7);
        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.IN_PROGRESS);

        Registration row = tracker.at(40).row();

        assertThat(row.outcome()).isEqualTo(RegistrationOutcome.UNAUTHORIZED);
        assertThat(row.finalStatus()).isEqualTo(401);
        assertThat(row.endedAt()).isEqualTo(micros(0.01));
        assertThat(row.changeMicros()).isBetween(micros(32.01), micros(33.01));
        assertThat(row.delayMs()).isEqualTo(-1);
        assertThat(row.expires()).isEqualTo(-1);
    }

    @Test
    void endsAWrongPasswordByTheLastAnswer() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.01, 1, 401)
                .register(0.02, 2, 60)
                .response(0.03, 2, 401)
                .live()
                .at(60);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.UNAUTHORIZED);
        assertThat(tracker.row().challengedAt()).isEqualTo(micros(0.01));
        assertThat(tracker.row().endedAt()).isEqualTo(micros(0.03));
    }

    /** As Asterisk's chan_sip does every 20 s: with the Call-ID of before. */
    @Test
    void nextTriesOfOneCallIdAreRegistrationsOfTheirOwn() throws Exception {
        for (int n = 0; n < 5; n++) {
            tracker.register(20 * n, n + 1, 60).register(20 * n + 0.5, n + 1, 60);
        }
        tracker.granted(80.6, 5, 60).live().at(100);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(
                        RegistrationOutcome.TIMED_OUT,
                        RegistrationOutcome.TIMED_OUT,
                        RegistrationOutcome.TIMED_OUT,
                        RegistrationOutcome.TIMED_OUT,
                        RegistrationOutcome.ACCEPTED);
        assertThat(tracker.last().get(4).delayMs()).isEqualTo(600);
    }

    @Test
    void nextTriesWithAWrongPasswordAreRegistrationsOfTheirOwn() throws Exception {
        for (int n = 0; n < 3; n++) {
            tracker.register(20 * n, 2 * n + 1, 60)
                    .response(20 * n + 0.01, 2 * n + 1, 401)
                    .register(20 * n + 0.02, 2 * n + 2, m -> m.credentials = true)
                    .response(20 * n + 0.03, 2 * n + 2, 401);
        }
        tracker.live().at(100);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(
                        RegistrationOutcome.UNAUTHORIZED,
                        RegistrationOutcome.UNAUTHORIZED,
                        RegistrationOutcome.UNAUTHORIZED);
        assertThat(tracker.last().get(2).endedAt()).isEqualTo(micros(40.03));
    }

    @ParameterizedTest
    @CsvSource({
        "403, REJECTED",
        "404, REJECTED",
        "408, FAILED",
        "423, REJECTED",
        "302, REDIRECTED",
        "500, FAILED",
        "503, FAILED",
        "603, REJECTED",
        "202, ACCEPTED"
    })
    void classifiesFinalResponses(int status, RegistrationOutcome outcome) throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 100).response(0.2, 1, status).live().at(60);

        assertThat(tracker.row().outcome()).isEqualTo(outcome);
        assertThat(tracker.row().finalStatus()).isEqualTo(status);
    }

    @Test
    void followsATooBriefInterval() throws Exception {
        tracker.register(0, 1, 10)
                .response(0.1, 1, 423)
                .register(0.2, 2, 60)
                .granted(0.3, 2, 60)
                .live()
                .at(10);

        assertThat(tracker.row().delayMs()).isEqualTo(300);
    }

    @Test
    void givesUpWithoutAnAnswer() throws Exception {
        tracker.register(0, 1, 60).register(0.5, 1, 60).register(1.5, 1, 60).live().at(60);

        assertThat(tracker.rows()).extracting(Registration::change).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.TIMED_OUT);
        assertThat(tracker.row().finalStatus()).isZero();
        assertThat(tracker.row().endedAt()).isEqualTo(micros(33.75));
    }

    @Test
    void tellsARefreshFromAnInitialRegistration() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(50, 2, 60)
                .granted(50.2, 2, 60)
                .live()
                .at(100);

        assertThat(tracker.last())
                .extracting(Registration::kind)
                .containsExactly(RegistrationKind.INITIAL, RegistrationKind.REFRESH);
        assertThat(tracker.last()).extracting(Registration::delayMs).containsExactly(100L, 200L);
        assertThat(tracker.last()).extracting(Registration::lapsedAt).containsExactly(0L, 0L);
    }

    /** After a restart of a phone, and of a registrar that leaves the URI's parameters out. */
    @Test
    void knowsABindingByItsContactNotByItsCallId() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(
                        30,
                        900,
                        m -> {
                            m.callId = "reg-2";
                            m.bindings = bound("sip:alice@192.0.2.1:5060", 60);
                        })
                .response(
                        30.1,
                        900,
                        200,
                        m -> {
                            m.callId = "reg-2";
                            m.bindings = bound("sip:alice@192.0.2.1:5060", 60);
                        })
                .live()
                .at(200);

        assertThat(tracker.last().get(1).kind()).isEqualTo(RegistrationKind.REFRESH);
        assertThat(tracker.last().get(0).lapsedAt()).isZero();
        assertThat(tracker.last().get(1).lapsedAt()).isEqualTo(micros(90.1));
    }

    @Test
    void lapsesWhatIsNotRenewed() throws Exception {
        tracker.register(0, 1, 3600).granted(0.1, 1, 60).live().at(92);
        assertThat(tracker.row().change()).isEqualTo(ENDED);

        Registration row = tracker.at(94).row();

        assertThat(row.change()).isEqualTo(LAPSED);
        assertThat(row.lapsedAt()).isEqualTo(micros(60.1));
        assertThat(row.outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(row.endedAt()).isEqualTo(micros(0.1));
    }

    @Test
    void keepsABindingWhoseRefreshWasRefused() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(50, 2, 60)
                .response(50.1, 2, 503)
                .live()
                .at(200);

        assertThat(tracker.last().get(0).lapsedAt()).isEqualTo(micros(60.1));
        assertThat(tracker.last().get(1).outcome()).isEqualTo(RegistrationOutcome.FAILED);
    }

    @Test
    void removesABinding() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(20, 2, 0)
                .response(20.1, 2, 200)
                .live()
                .at(200);

        Registration removal = tracker.last().get(1);
        assertThat(removal.kind()).isEqualTo(RegistrationKind.REMOVAL);
        assertThat(removal.expires()).isZero();
        assertThat(tracker.rows()).extracting(Registration::change).doesNotContain(LAPSED);
    }

    @Test
    void removesAllBindingsByAStar() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(20, 2, m -> m.bindings = bound("*", 0))
                .response(20.1, 2, 200)
                .live()
                .at(200);

        assertThat(tracker.rows()).extracting(Registration::change).doesNotContain(LAPSED);
    }

    @Test
    void asksWithoutAContact() throws Exception {
        tracker.register(0, 1, m -> {}).granted(0.1, 1, 55).live().at(200);

        assertThat(tracker.row().kind()).isEqualTo(RegistrationKind.QUERY);
        assertThat(tracker.row().expires()).isEqualTo(-1);
        assertThat(tracker.row().change()).isEqualTo(ENDED);
    }

    @Test
    void takesWhatIsGrantedToItsOwnContact() throws Exception {
        tracker.register(0, 1, 3600)
                .response(
                        0.1,
                        1,
                        200,
                        m ->
                                m.bindings =
                                        new Binding[] {
                                            new Binding("sip:alice@203.0.113.9", 900),
                                            new Binding(CONTACT, 120)
                                        })
                .live()
                .at(1);

        assertThat(tracker.row().expires()).isEqualTo(120);
    }

    @Test
    void followsTheAddressesOfSeveralPhones() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(
                        1,
                        1,
                        m -> {
                            m.callId = "other";
                            m.bindings = bound("sip:alice@203.0.113.9", 60);
                        })
                .response(1.1, 1, 200, m -> m.callId = "other")
                .live()
                .at(200);

        assertThat(tracker.last())
                .extracting(Registration::kind)
                .containsOnly(RegistrationKind.INITIAL);
        assertThat(tracker.last())
                .extracting(Registration::lapsedAt)
                .containsExactly(micros(60.1), micros(61.1));
    }

    /** As after a change of network: the registrar lists what is bound. */
    @Test
    void aBindingThatAnotherReplacedDoesNotLapse() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(40, 2, m -> m.bindings = bound("sip:alice@203.0.113.9", 60))
                .response(40.1, 2, 200, m -> m.bindings = bound("sip:alice@203.0.113.9", 60))
                .live()
                .at(200);

        assertThat(tracker.last())
                .extracting(Registration::lapsedAt)
                .containsExactly(0L, micros(100.1));
    }

    @Test
    void takesTheHopNearestTheUserAgent() throws Exception {
        tracker.register(0, 1, 60)
                .register(
                        0.01,
                        1,
                        m -> {
                            m.bindings = bound(CONTACT, 60);
                            m.vias("inner", "outer");
                            m.source = "udp:192.0.2.10:5060";
                        })
                .response(0.02, 1, 503, m -> m.vias("inner", "outer"))
                .granted(0.1, 1, 60)
                .live()
                .at(10);

        assertThat(tracker.row().finalStatus()).isEqualTo(200);
        assertThat(tracker.row().delayMs()).isEqualTo(100);
        assertThat(tracker.row().source()).isEqualTo("udp:192.0.2.1:5060");
    }

    @Test
    void takesAnInnerAnswerWhereNoOtherWasSeen() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.02, 1, 403, m -> m.vias("inner", "outer"))
                .live()
                .at(60);

        assertThat(tracker.row().finalStatus()).isEqualTo(403);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(0.02));
    }

    @Test
    void doesNotTakeRetransmissionsForMore() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, 401)
                .register(0.2, 2, 60)
                .register(0.3, 1, 60)
                .response(0.35, 1, 401)
                .granted(0.4, 2, 60)
                .register(0.7, 2, 60)
                .granted(0.8, 2, 60)
                .live()
                .at(30);

        assertThat(tracker.rows()).extracting(Registration::change).containsExactly(STARTED, ENDED);
        assertThat(tracker.row().delayMs()).isEqualTo(400);
    }

    @Test
    void isTheSameInAnyOrderOfArrival() throws Exception {
        tracker.register(0, 1, 60)
                .response(0, 1, 401)
                .register(0.02, 2, 60)
                .granted(0.0425, 2, 60)
                .shuffled(3, 1, 2, 0)
                .at(10);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().challengedAt()).isEqualTo(BEGINNING);
    }

    @Test
    void ignoresAnswersToWhatWasNotSeen() throws Exception {
        tracker.granted(0, 1, 60).live().at(10);

        assertThat(tracker.rows()).isEmpty();
    }

    @Test
    void makesNothingUpAtTheEndOfInput() throws Exception {
        tracker.register(0, 1, 60).granted(0.1, 1, 60);
        tracker.register(1, 1, m -> m.callId = "unanswered");
        tracker.register(2, 1, m -> m.callId = "challenged");
        tracker.response(2.1, 1, 401, m -> m.callId = "challenged");
        tracker.live().endOfInput();

        tracker.assertNothingLeft();
        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(
                        RegistrationOutcome.ACCEPTED,
                        RegistrationOutcome.IN_PROGRESS,
                        RegistrationOutcome.UNAUTHORIZED);
        assertThat(tracker.last()).extracting(Registration::lapsedAt).containsOnly(0L);
        assertThat(tracker.last().get(2).changeMicros()).isBetween(micros(34.1), micros(35.1));
    }

    @Test
    void strangersRegistersDisplaceEachOtherAndNotThePhones() throws Exception {
        int open = AttemptsState.LIMIT;
        for (int i = 0; i < 10 * open; i++) {
            String callId = "scan-" + i;
            String source = "udp:203.0.113.66:" + (1024 + i);
            tracker.register(
                            10 + i / 1000.0,
                            1,
                            m -> {
                                m.callId = callId;
                                m.source = source;
                            })
                    .response(10.0005 + i / 1000.0, 1, 401, m -> m.callId = callId);
        }
        tracker.register(10.1, 1, 3600).response(10.11, 1, 401);
        tracker.register(10.4, 2, 3600).granted(10.41, 2, 3600);
        tracker.live().at(60);

        assertThat(tracker.last())
                .filteredOn(row -> row.callId().equals("reg-1"))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
                            assertThat(row.delayMs()).isEqualTo(310);
                        });
        assertThat(tracker.rows())
                .filteredOn(row -> row.callId().startsWith("scan-"))
                .filteredOn(row -> row.change() == RegistrationChange.ENDED)
                .hasSize(10 * open)
                .allMatch(row -> row.outcome() == RegistrationOutcome.UNAUTHORIZED);
    }

    @Test
    void followsNoMoreThanSoManyRegistrationsOfAnAddress() throws Exception {
        for (int i = 0; i < 2 * AttemptsState.LIMIT; i++) {
            String callId = "scan-" + i;
            tracker.register(i, 1, m -> m.callId = callId);
        }
        tracker.live().at(400);

        assertThat(tracker.last())
                .filteredOn(row -> row.outcome() == RegistrationOutcome.TIMED_OUT)
                .hasSizeBetween(AttemptsState.LIMIT, 2 * AttemptsState.LIMIT);
    }
}
