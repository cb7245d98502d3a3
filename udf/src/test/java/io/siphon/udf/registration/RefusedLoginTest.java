package io.siphon.udf.registration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is refused although it carried credentials. */
class RefusedLoginTest {

    @Test
    void aChallengeIsNoRefusal() throws Exception {
        try (RegistrationHarness registrations = new RegistrationHarness()) {
            registrations.register(0, 1, 300).response(0.1, 1, 401);
            login(registrations, 0.2, 2, "b2").granted(0.3, 2, 300).live();
            registrations.register(100, 3, 300).response(100.1, 3, 401); // and no answer to it
            registrations.live().end();
            assertThat(registrations.refusedLogins()).isEmpty();
        }
    }

    /** An expired nonce is refused once, and the next login succeeds. */
    @Test
    void anExpiredNonceIsNoRefusal() throws Exception {
        try (RegistrationHarness registrations = new RegistrationHarness()) {
            login(registrations, 0, 1, "b1");
            refuse(registrations, 0.1, 1, 401, "b1");
            login(registrations, 0.2, 2, "b2").granted(0.3, 2, 300);
            registrations.live().end();
            assertThat(registrations.refusedLogins()).isEmpty();
        }
    }

    /** As svcrack sends them: one Call-ID, one CSeq, and a branch for each password. */
    @Test
    void guessesOfOneCSeqAreToldApartByTheirBranch() throws Exception {
        try (RegistrationHarness registrations = new RegistrationHarness()) {
            registrations.register(0, 1, 300).response(0.1, 1, 401);
            for (int i = 0; i < 5; i++) {
                login(registrations, 1 + i, 2, "guess" + i);
                refuse(registrations, 1.1 + i, 2, 401, "guess" + i);
                refuse(registrations, 1.2 + i, 2, 401, "guess" + i); // seen by another agent
            }
            registrations.live().end();
            assertThat(registrations.refusedLogins())
                    .containsExactly("+2 401", "+3 401", "+4 401", "+5 401", "+37 401");
        }
    }

    /** A final 403 ends the attempt; guesses that follow in the same Call-ID still count. */
    @Test
    void guessesAfterTheEndCountToo() throws Exception {
        try (RegistrationHarness registrations = new RegistrationHarness()) {
            for (int i = 0; i < 3; i++) {
                login(registrations, i, 1, "guess" + i);
                refuse(registrations, i + 0.1, 1, 403, "guess" + i);
            }
            registrations.live().end();
            assertThat(registrations.refusedLogins()).containsExactly("+0 403", "+1 403", "+2 403");
        }
    }

    private static RegistrationHarness login(
            RegistrationHarness registrations, double at, long cseq, String branch) {
        return registrations.register(
                at,
                cseq,
                m -> {
                    m.bindings = RegistrationHarness.bound(RegistrationHarness.CONTACT, 300);
                    m.credentials = true;
                    m.vias(branch);
                });
    }

    private static void refuse(
            RegistrationHarness registrations, double at, long cseq, int status, String branch) {
        registrations.response(at, cseq, status, m -> m.vias(branch));
    }
}
