package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallOutcome;

import org.junit.jupiter.api.Test;

import static io.siphon.udf.suspect.CallFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code seq_calls}, {@code wangiri_out}, {@code wangiri_in}, {@code robocall_cli}, ghosts. */
class HabitsTest {

    @Test
    void tenCallsToOneNumberAreToldAndToAnExtensionNeverAre() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new RepeatedCalls(10))) {
            for (int i = 0; i < 10; i++) {
                suspects.see(call(i * 50).to("+4930123456").started());
                suspects.see(call(i * 50).to("1002").started());
                suspects.see(call(i * 50).to("+4930123456").laterLeg().started());
                suspects.see(call(i * 70).of("1003").to("+4930123456").started()); // too slow
            }
            assertThat(suspects.end())
                    .containsExactly("warning 1001 called +4930123456 10 times within 10 min");
        }
    }

    /** Their numbers differ by a plus. */
    @Test
    void aB2buaMakesNoCampaign() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new RobocallCli(20))) {
            for (int i = 0; i < 19; i++) {
                suspects.see(call(i).of("+4930123400").to("+49301235" + (10 + i)).started());
                suspects.see(call(i).of("+4930123400").to("49301235" + i).laterLeg().started());
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void fiftyNumbersThatRangOnceAreWangiri() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new WangiriOut(50))) {
            for (int i = 0; i < 55; i++) {
                suspects.see(rang(i, 3.9, "192.0.2.66", "+2521", "+4930123" + (100 + i)));
                suspects.see(rang(i, 4.1, "192.0.2.67", "+2522", "+4930123" + (100 + i)));
                suspects.see(rang(i, 1, "192.0.2.68", "+2523", "+4930123" + (100 + i % 40)));
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .matches(
                            "warning 192\\.0\\.2\\.66 let 5\\d numbers ring for less than 4 s"
                                    + " within 10 min, 0 calls were answered, for example .*");
        }
    }

    @Test
    void aDiallerWhoseCallsAreAnsweredIsNone() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new WangiriOut(50))) {
            for (int i = 0; i < 60; i++) {
                suspects.see(rang(i, 1, "192.0.2.66", "+2521", "+4930123" + (100 + i)));
            }
            for (int i = 0; i < 4; i++) {
                suspects.see(call(10 + i).answered(20 + i));
            }
            assertThat(suspects.end()).isEmpty();
        }
    }

    @Test
    void aNumberThatRangManyIsToldWhenItIsCalledBack() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new WangiriIn(5, 3))) {
            suspects.see(
                    call(0).of("+493077").to("002521234567").started()); // before: no call back
            for (int i = 0; i < 5; i++) {
                suspects.see(rang(10 + i, 1, "192.0.2.66", "+2521234567", "+493012" + i));
            }
            suspects.see(call(100).of("+4930120").to("002521234567").started());
            suspects.see(call(200).of("+4930121").to("002521234567").started()).at(250);
            assertThat(suspects.told()).isEmpty();
            suspects.see(call(300).of("+4930122").to("+2521234567").started());
            assertThat(suspects.end())
                    .containsExactly(
                            "warning +2521234567 let 5 numbers ring for less than 4 s, and was"
                                    + " called back 3 times within 1 h");
        }
    }

    @Test
    void aNumberThatCallsAHundredIsACampaign() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new RobocallCli(100))) {
            for (int i = 0; i < 110; i++) {
                suspects.see(call(i).of("+4930123999").to("+4930123" + (100 + i)).started());
                suspects.see(call(i).of("+4930124999").to("+4930123" + (100 + i % 80)).started());
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .matches(
                            "warning \\+4930123999 called 1\\d\\d numbers within 10 min, 110 of them"
                                    + " neighbours of its own, for example .*");
        }
    }

    @Test
    void aCampaignSaysHowItsNumberIsAttested() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new RobocallCli(20))) {
            for (int i = 0; i < 20; i++) {
                String attestation = i < 2 ? "A" : i < 17 ? "C" : i < 18 ? "unknown" : "";
                suspects.see(
                        call(i).of("+4930124999")
                                .to("+4940123" + (100 + i))
                                .attested(attestation)
                                .started());
            }
            assertThat(suspects.end())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "warning +4930124999 called 20 numbers within 10 min, 0 of them"
                                    + " neighbours of its own, attested A 10 %, B 0 %, C 75 %, for"
                                    + " example ");
        }
    }

    @Test
    void fiveCallsWithoutAByeAreGhostsAndFourAreNot() throws Exception {
        try (SuspectHarness suspects = new SuspectHarness(new GhostCalls(5))) {
            for (int i = 0; i < 4; i++) {
                suspects.see(ghost(i));
            }
            suspects.at(4000);
            assertThat(suspects.told()).isEmpty();
            for (int i = 0; i < 5; i++) {
                suspects.see(ghost(5000 + i));
            }
            assertThat(suspects.end())
                    .containsExactly(
                            "warning 5 of 5 answered calls without a trunk had no BYE, for example"
                                    + " a84b4c76e66710");
        }
    }

    private static Call ghost(double at) {
        CallFixture call = call(at - 100);
        call.answered(at - 90);
        return call.refused(at, CallOutcome.TIMED_OUT, 200);
    }

    private static Call rang(double at, double seconds, String address, String of, String to) {
        return call(at).from(address)
                .of(of)
                .to(to)
                .ringing(at + 1)
                .refused(at + 1 + seconds, CallOutcome.CANCELLED, 487);
    }
}
