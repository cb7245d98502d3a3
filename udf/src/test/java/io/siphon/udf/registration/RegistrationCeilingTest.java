package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.order.Ceiling;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.udf.registration.RegistrationHarness.bound;
import static org.assertj.core.api.Assertions.assertThat;

/** What strangers can make of registrations in state: so many, and no more. */
class RegistrationCeilingTest {

    private static final int MOST = 160;
    private static final long FORTNIGHT = 1_209_600;
    private static final Ceiling CEILING = Ceiling.ofRegistrations(MOST, 1 << 20);

    /** A phone that registers for an hour is not forgotten for strangers that do for 14 days. */
    @Test
    void thoseInForceForLongestAreForgottenFirst() throws Exception {
        try (RegistrationHarness tracker = new RegistrationHarness(CEILING)) {
            tracker.register(0, 1, 3600).granted(0.1, 1, 3600).live();
            for (int i = 0; i < 2_000; i++) {
                stranger(tracker, i, 40 + i * 0.01, true);
                tracker.live();
                assertThat(tracker.entries()).isLessThanOrEqualTo(MOST + 1);
                assertThat(tracker.deadlines()).isLessThanOrEqualTo(3 * MOST);
            }
            tracker.register(1800, 2, 3600).granted(1800.1, 2, 3600).live();
            tracker.at(1900);
            List<Registration> phone =
                    tracker.last().stream()
                            .filter(r -> r.aor().equals(RegistrationHarness.ALICE))
                            .toList();
            assertThat(phone)
                    .extracting(Registration::kind)
                    .containsExactly(RegistrationKind.INITIAL, RegistrationKind.REFRESH);
            assertThat(tracker.last())
                    .allMatch(r -> r.outcome() == RegistrationOutcome.ACCEPTED)
                    .hasSize(2_002);
            assertThat(tracker.limits()).isNotEmpty();
            assertThat(tracker.limits().get(0).state()).isEqualTo("registrations/0");
            tracker.end();
        }
    }

    @Test
    void theOldestUnansweredAreClosedFirst() throws Exception {
        try (RegistrationHarness tracker = new RegistrationHarness(CEILING)) {
            tracker.register(0, 1, 3600).granted(0.1, 1, 3600).live();
            for (int i = 0; i < 2_000; i++) {
                stranger(tracker, i, 40 + i * 0.01, false);
                tracker.live();
                assertThat(tracker.entries()).isLessThanOrEqualTo(MOST + 1);
            }
            tracker.at(65);
            assertThat(tracker.last())
                    .filteredOn(r -> r.outcome() == RegistrationOutcome.EVICTED)
                    .hasSizeBetween(1_800, 1_900)
                    .allMatch(r -> r.endedAt() >= r.startedAt() && r.finalStatus() == 0);
            tracker.register(1800, 2, 3600).granted(1800.1, 2, 3600).live();
            tracker.at(1900);
            assertThat(tracker.last().get(tracker.last().size() - 1).kind())
                    .isEqualTo(RegistrationKind.REFRESH);
            tracker.end();
        }
    }

    private static void stranger(RegistrationHarness to, int i, double at, boolean answered) {
        String aor = "sip:stranger-" + i + "@example.org";
        to.register(
                at,
                1,
                m -> {
                    m.callId = "stranger-" + i;
                    m.toUri = aor;
                    m.bindings = bound(aor, FORTNIGHT);
                });
        if (answered) {
            to.response(
                    at + 0.001,
                    1,
                    200,
                    m -> {
                        m.callId = "stranger-" + i;
                        m.toUri = aor;
                        m.bindings = bound(aor, FORTNIGHT);
                    });
        }
    }
}
