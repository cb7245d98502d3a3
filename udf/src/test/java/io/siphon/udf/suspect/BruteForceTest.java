package io.siphon.udf.suspect;

import io.siphon.schema.CallOutcome;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.registration.RefusedLogin;

import org.junit.jupiter.api.Test;

import static io.siphon.udf.suspect.CallFixture.call;
import static io.siphon.udf.suspect.CallFixture.micros;
import static org.assertj.core.api.Assertions.assertThat;

class BruteForceTest {

    private static final String ALICE = "sip:alice@example.org";

    @Test
    void twentyRefusedLoginsAreAnAttackAndNineteenAreAWrongPassword() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new BruteForce(20, 5))) {
            for (int i = 0; i < 19; i++) {
                suspects.see(refused(i, "192.0.2.66", ALICE)).see(refused(i, "192.0.2.7", ALICE));
            }
            suspects.at(25);
            assertThat(suspects.told()).isEmpty();
            suspects.see(refused(30, "192.0.2.66", ALICE)).at(32);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 20 logins of 192.0.2.66 as sip:alice@example.org were refused in"
                                    + " 5 min");
            suspects.see(refused(31, "192.0.2.66", ALICE));
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 21 logins of 192.0.2.66 as sip:alice@example.org were refused in"
                                    + " 5 min");
        }
    }

    @Test
    void aSuccessOfTheAttackerIsABreachAndOneOfThePhoneIsNot() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new BruteForce(20, 5))) {
            for (int i = 0; i < 45; i++) {
                suspects.see(refused(i, "192.0.2.66", ALICE));
            }
            suspects.see(accepted(60, "192.0.2.7", ALICE));
            suspects.see(accepted(61, "192.0.2.66", "sip:bob@example.org")).at(70);
            assertThat(suspects.told()).singleElement().asString().startsWith("critical 40 logins");
            // half an hour later: it was waited for
            suspects.see(accepted(1800, "192.0.2.66", ALICE)).at(1802);
            assertThat(suspects.told())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            "critical 192.0.2.66 got in as sip:alice@example.org after 45 refused"
                                    + " logins: the password was guessed");
            suspects.end();
        }
    }

    @Test
    void manyAddressesThatTryOneAccountAreADistributedAttack() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new BruteForce(20, 5))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(refused(i, "192.0.2." + (60 + i % 5), ALICE));
                suspects.see(refused(i, "192.0.2." + (60 + i % 4), "sip:bob@example.org"));
            }
            suspects.at(25);
            assertThat(suspects.told())
                    .containsExactly(
                            "warning 20 logins as sip:alice@example.org from 5 addresses were refused"
                                    + " in 5 min, for example 192.0.2.60, 192.0.2.61, 192.0.2.62");
            suspects.see(accepted(30, "192.0.2.63", ALICE));
            assertThat(suspects.end())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            "critical 192.0.2.63 got in as sip:alice@example.org after 20 refused"
                                    + " logins from 5 addresses: the password was guessed");
        }
    }

    @Test
    void oneAddressThatTriesManyAccountsIsAUserScan() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new BruteForce(20, 5))) {
            for (int i = 0; i < 20; i++) {
                suspects.see(refused(i, "192.0.2.66", "sip:" + (100 + i) + "@example.org"));
            }
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 20 logins of 192.0.2.66 as 20 accounts were refused in 5 min,"
                                    + " for example sip:100@example.org, sip:101@example.org,"
                                    + " sip:102@example.org");
        }
    }

    /** The 407 that begins each call is none: only one that follows credentials counts. */
    @Test
    void aChallengeIsNoFailure() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new BruteForce(20, 5))) {
            for (int i = 0; i < 100; i++) {
                suspects.see(call(i).refused(i, CallOutcome.REJECTED, 407));
            }
            for (int i = 0; i < 20; i++) {
                suspects.see(
                        call(i).from("192.0.2.67").retried().refused(i, CallOutcome.REJECTED, 407));
            }
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 20 logins of 192.0.2.67 as 1001 were refused in 5 min");
        }
    }

    private static RefusedLogin refused(double at, String address, String account) {
        return new RefusedLogin(
                account, micros(at), "udp:" + address + ":5060", "proxy1", "", "", 401);
    }

    private static Registration accepted(double at, String address, String account) {
        return new Registration(
                account,
                "a84b4c76e66710",
                1,
                RegistrationChange.ENDED,
                micros(at),
                RegistrationKind.INITIAL,
                "sip:alice@192.0.2.1",
                "",
                "udp:" + address + ":5060",
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
                RegistrationOutcome.ACCEPTED,
                200,
                0);
    }
}
