package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.sip.Binding;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.siphon.udf.registration.RegistrationHarness.bound;
import static io.siphon.udf.registration.RegistrationHarness.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Which contacts are registered, for how long, and which no longer (RFC 3261, 10.2 and 10.3). */
class BindingsTest {

    private static final String OLD = "sip:alice@192.0.2.9";
    private static final String NEW = "sip:alice@192.0.2.77";

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
    void registersTheNewContactThatFollowsARemovedOne() throws Exception {
        tracker.register(
                        0,
                        1,
                        m -> m.bindings = bindings(new Binding(OLD, 0), new Binding(NEW, 600)))
                .response(0.1, 1, 200, m -> m.bindings = bound(NEW, 600))
                .live()
                .at(10);

        assertThat(tracker.row().kind()).isEqualTo(RegistrationKind.INITIAL);
        assertThat(tracker.row().contact()).isEqualTo(NEW);
        assertThat(tracker.row().requestedExpires()).isEqualTo(600);
        assertThat(tracker.row().expires()).isEqualTo(600);
        assertThat(tracker.at(700).row().lapsedAt()).isEqualTo(micros(600.1));
    }

    /** After a restart, under another Call-ID; this registrar lists nothing. */
    @Test
    void whatIsRemovedBesideANewContactDoesNotLapse() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(OLD, 60))
                .response(0.1, 1, 200)
                .register(
                        30,
                        1,
                        m -> {
                            m.callId = "reg-2";
                            m.bindings = bindings(new Binding(NEW, 600), new Binding(OLD, 0));
                        })
                .response(30.1, 1, 200, m -> m.callId = "reg-2")
                .live()
                .at(200);

        assertThat(tracker.last())
                .extracting(Registration::contact, Registration::lapsedAt)
                .containsExactly(tuple(OLD, 0L), tuple(NEW, 0L));
    }

    @Test
    void removesSeveralContacts() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(OLD, 60))
                .response(0.1, 1, 200)
                .register(
                        1,
                        1,
                        m -> {
                            m.callId = "reg-2";
                            m.bindings = bound(NEW, 60);
                        })
                .response(1.1, 1, 200, m -> m.callId = "reg-2")
                .register(
                        20, 2, m -> m.bindings = bindings(new Binding(OLD, 0), new Binding(NEW, 0)))
                .response(20.1, 2, 200)
                .live()
                .at(200);

        assertThat(tracker.last().get(2).kind()).isEqualTo(RegistrationKind.REMOVAL);
        assertThat(tracker.last().get(2).contact()).isEqualTo(OLD);
        assertThat(tracker.rows())
                .extracting(Registration::change)
                .doesNotContain(RegistrationChange.LAPSED);
    }

    /** A removal that was refused removes nothing. */
    @Test
    void keepsWhatARefusedRequestWouldHaveRemoved() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(OLD, 60))
                .response(0.1, 1, 200)
                .register(
                        30,
                        2,
                        m -> m.bindings = bindings(new Binding(OLD, 0), new Binding(NEW, 60)))
                .response(30.1, 2, 403)
                .live()
                .at(200);

        assertThat(tracker.last().get(0).lapsedAt()).isEqualTo(micros(60.1));
    }

    /** Neither Contact nor Expires comes back: what the last request asked for is granted. */
    @Test
    void isGrantedWhatTheLastRequestAskedFor() throws Exception {
        tracker.register(0, 1, 60)
                .response(0.1, 1, 423)
                .register(0.2, 2, 600)
                .response(0.3, 2, 200)
                .live()
                .at(300);

        assertThat(tracker.row().requestedExpires()).isEqualTo(600);
        assertThat(tracker.row().expires()).isEqualTo(600);
        assertThat(tracker.row().lapsedAt()).isZero();
    }

    /** As behind NAT: the first answer says where the user agent was seen (RFC 3581, 4). */
    @Test
    void registersTheContactOfTheLastRequest() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(OLD, 60))
                .response(0.1, 1, 401)
                .register(0.2, 2, m -> m.bindings = bound(NEW, 60))
                .response(0.3, 2, 200, m -> m.bindings = bound(NEW, 60))
                .register(50, 3, m -> m.bindings = bound(NEW, 60))
                .response(50.1, 3, 200, m -> m.bindings = bound(NEW, 60))
                .live()
                .at(100);

        assertThat(tracker.last())
                .extracting(Registration::kind, Registration::contact, Registration::lapsedAt)
                .containsExactly(
                        tuple(RegistrationKind.INITIAL, NEW, 0L),
                        tuple(RegistrationKind.REFRESH, NEW, 0L));
    }

    /** A proxy changes the Contact of phones behind NAT on the way to the registrar. */
    @Test
    void keepsTheContactAsTheUserAgentSentIt() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound(OLD, 60))
                .response(0.1, 1, 401)
                .register(
                        0.2,
                        2,
                        m -> {
                            m.vias("inner", "outer");
                            m.bindings = bound(NEW, 60);
                        })
                .register(0.201, 2, m -> m.bindings = bound(OLD, 60))
                .response(0.3, 2, 200, m -> m.bindings = bound(OLD, 60))
                .live()
                .at(10);

        assertThat(tracker.row().contact()).isEqualTo(OLD);
        assertThat(tracker.row().expires()).isEqualTo(60);
    }

    @Test
    void aStarRemovesAllHoweverItIsAnswered() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(20, 2, m -> m.bindings = bound("*", 0))
                .response(20.1, 2, 200, m -> m.bindings = bound("", 3600))
                .live()
                .at(4000);

        assertThat(tracker.last().get(1).kind()).isEqualTo(RegistrationKind.REMOVAL);
        assertThat(tracker.last().get(1).expires()).isZero();
        assertThat(tracker.rows())
                .extracting(Registration::change)
                .doesNotContain(RegistrationChange.LAPSED);
    }

    /** It must have Expires: 0 (RFC 3261, 10.2.2) and is refused, but it asks for a removal. */
    @Test
    void aStarWithoutExpiresIsARemoval() throws Exception {
        tracker.register(0, 1, m -> m.bindings = bound("*", -1))
                .response(0.1, 1, 400)
                .live()
                .at(10);

        assertThat(tracker.row().kind()).isEqualTo(RegistrationKind.REMOVAL);
        assertThat(tracker.row().outcome()).isEqualTo(RegistrationOutcome.REJECTED);
    }

    /** Those of other phones say nothing of its own. */
    @Test
    void isGrantedWhatItAskedForWhereOnlyOthersAreListed() throws Exception {
        tracker.register(0, 1, 300)
                .response(
                        0.1,
                        1,
                        200,
                        m -> m.bindings = bindings(new Binding(OLD, 20), new Binding(NEW, 40)))
                .live()
                .at(10);

        assertThat(tracker.row().expires()).isEqualTo(300);
    }

    /** The registrar chooses (RFC 3261, 10.2.1.1). */
    @Test
    void isGrantedWhatTheRegistrarSaysWhereItAskedForNothing() throws Exception {
        tracker.register(0, 1, -1).granted(0.1, 1, 3600).live().at(10);

        assertThat(tracker.row().kind()).isEqualTo(RegistrationKind.INITIAL);
        assertThat(tracker.row().requestedExpires()).isEqualTo(-1);
        assertThat(tracker.row().expires()).isEqualTo(3600);
    }

    @Test
    void aRegistrarThatGrantsNothingHasBoundNothing() throws Exception {
        tracker.register(0, 1, 60)
                .granted(0.1, 1, 60)
                .register(30, 2, 60)
                .granted(30.1, 2, 0)
                .live()
                .at(200);

        assertThat(tracker.last()).extracting(Registration::lapsedAt).containsOnly(0L);
    }

    private static Binding[] bindings(Binding... bindings) {
        return bindings;
    }
}
