package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.siphon.udf.registration.RegistrationHarness.CONTACT;
import static io.siphon.udf.registration.RegistrationHarness.bound;
import static io.siphon.udf.registration.RegistrationHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;

/** Which further REGISTER is of the same registration, and which is the next try. */
class RegistrationRetryTest {

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

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 407, 408, 413, 415, 416, 420, 421, 423, 439, 494, 503})
    void anotherWayOfAskingAtOnceIsTheSameRegistration(int status) throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, status)
                .register(0.2, 2, 60)
                .granted(0.3, 2, 60)
                .live()
                .at(10);

        Registration row = tracker.row();
        assertThat(row.outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(row.finalStatus()).isEqualTo(200);
        assertThat(row.startedAt()).isEqualTo(micros(0));
        assertThat(row.delayMs()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 413, 420, 439, 503})
    void waitsASecondForIt(int status) throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, status).live().at(1.1);
        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.IN_PROGRESS);

        Registration row = tracker.at(2.2).row();

        assertThat(row.finalStatus()).isEqualTo(status);
        assertThat(row.endedAt()).isEqualTo(micros(0.1));
        assertThat(row.changeMicros()).isBetween(micros(1.1), micros(2.1));
    }

    /** Also before the timer at the next whole second. */
    @ParameterizedTest
    @ValueSource(doubles = {1.15, 1.5, 5, 20, 30, 60})
    void theNextTryIsARegistrationOfItsOwn(double later) throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, 503)
                .register(later, 2, 60)
                .granted(later + 0.1, 2, 60)
                .live()
                .at(later + 10);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(RegistrationOutcome.FAILED, RegistrationOutcome.ACCEPTED);
        assertThat(tracker.last().get(1).delayMs()).isEqualTo(100);
    }

    /** The same request, but for the branch (RFC 3263, 4.3). */
    @ParameterizedTest
    @ValueSource(ints = {302, 408, 503})
    void theNextServerIsAskedInTheSameRegistration(int status) throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, status);
        ask(0.2, "second").response(5, 1, 200, m -> m.vias("second")).live().at(10);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().delayMs()).isEqualTo(5000);
    }

    /** What comes later is a row of its own, or a registered phone would be one that failed. */
    @ParameterizedTest
    @ValueSource(doubles = {2.5, 10, 30})
    void theNextServerMayBeAskedLater(double later) throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 503).register(2.2, 1, 60);
        ask(later, "second").response(later + 0.1, 1, 200, m -> m.vias("second"));
        tracker.live().at(later + 10);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(RegistrationOutcome.FAILED, RegistrationOutcome.ACCEPTED);
    }

    /** Timer F is 32 s (RFC 3261, 17.1.2.2). */
    @Test
    void theNextServerIsAskedWhereTheFirstWasSilent() throws Exception {
        for (double at : new double[] {0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5}) {
            tracker.register(at, 1, 60);
        }
        ask(32, "second").response(32.1, 1, 200, m -> m.vias("second")).live().at(50);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().delayMs()).isEqualTo(32_100);
    }

    @Test
    void theNextServerMayChallenge() throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 503);
        ask(0.2, "second")
                .response(0.3, 1, 401, m -> m.vias("second"))
                .register(0.4, 2, 60)
                .granted(0.5, 2, 60)
                .live()
                .at(10);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().challengedAt()).isEqualTo(micros(0.3));
    }

    @Test
    void endsByTheLastOfTheServers() throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 503);
        ask(0.2, "second")
                .response(0.25, 1, 503) // of the first, again
                .response(3, 1, 503, m -> m.vias("second"))
                .live()
                .at(10);

        assertThat(tracker.row().finalStatus()).isEqualTo(503);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(3));
    }

    @Test
    void timesOutWhereTheNextServerIsSilent() throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 503);
        ask(0.2, "second").register(20, 2, 60).granted(20.1, 2, 60).live().at(40);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .containsExactly(RegistrationOutcome.TIMED_OUT, RegistrationOutcome.ACCEPTED);
    }

    /** A retransmission is no other request, and one more view is none either. */
    @Test
    void whatIsNoOtherRequestEndsInTime() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, 503)
                .register(0.5, 1, 60)
                .register(
                        0.6,
                        1,
                        m -> {
                            m.vias("inner", "outer");
                            m.bindings = bound(CONTACT, 60);
                        })
                .live()
                .at(2.2);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.FAILED);
        assertThat(tracker.row().endedAt()).isEqualTo(micros(0.1));
    }

    /** A proxy that asks the next registrar itself, seen from below. */
    @Test
    void anInnerFailureDoesNotEndItInASecond() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, 503, m -> m.vias("inner", "outer"))
                .granted(9, 1, 60)
                .live()
                .at(20);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().delayMs()).isEqualTo(9000);
    }

    @Test
    void aStaleNonceTwiceIsOneRegistration() throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 401);
        login(0.2, 2).response(0.3, 2, 401);
        login(0.4, 3).response(0.5, 3, 401);
        login(0.6, 4).granted(0.7, 4, 60).live().at(10);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
        assertThat(tracker.row().delayMs()).isEqualTo(700);
    }

    /** A phone without a password never answers the challenge. */
    @Test
    void nextTriesWithoutAPasswordAreRegistrationsOfTheirOwn() throws Exception {
        for (int n = 0; n < 4; n++) {
            tracker.register(20 * n, n + 1, 60).response(20 * n + 0.1, n + 1, 401);
        }
        tracker.live().at(100);

        assertThat(tracker.last())
                .extracting(Registration::outcome)
                .hasSize(4)
                .containsOnly(RegistrationOutcome.UNAUTHORIZED);
    }

    /** Somebody may have to be asked. */
    @Test
    void aPasswordMayTakeItsTime() throws Exception {
        tracker.register(0, 1, 60).response(0.1, 1, 401);
        login(25, 2).granted(25.1, 2, 60).live().at(30);

        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 423})
    void theSameAgainMuchLaterIsTheNextTry(int status) throws Exception {
        for (int n = 0; n < 3; n++) {
            tracker.register(20 * n, n + 1, 60).response(20 * n + 0.1, n + 1, status);
        }
        tracker.live().at(100);

        assertThat(tracker.last()).extracting(Registration::finalStatus).hasSize(3);
    }

    private RegistrationHarness ask(double at, String branch) {
        return tracker.register(
                at,
                1,
                m -> {
                    m.vias(branch);
                    m.bindings = bound(CONTACT, 60);
                });
    }

    private RegistrationHarness login(double at, long cseq) {
        return tracker.register(
                at,
                cseq,
                m -> {
                    m.credentials = true;
                    m.bindings = bound(CONTACT, 60);
                });
    }
}
