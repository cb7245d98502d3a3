package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.schema.LinkState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

import static io.siphon.udf.correlation.LegScript.leg;
import static org.assertj.core.api.Assertions.assertThat;

/** Which second legs a guess by numbers leaves with a call that several were tried for. */
class SeveralSecondLegsTest {

    private LegsHarness legs;

    @BeforeEach
    void open() throws Exception {
        legs = new LegsHarness(CorrelationSettings.DEFAULT);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        legs.assertNothingLeft();
        legs.close();
    }

    @Test
    void theNextCarrierAnswers() throws Exception {
        feed(
                first().invite().answered(5.01).bye(9),
                second("b1", 0.01, 1).invite().failed(1, 503),
                second("b2", 1.02, 2).invite().answered(5).bye(9.01));

        assertThat(states()).containsOnlyKeys("b1", "b2").doesNotContainValue(LinkState.REJECTED);
    }

    @Test
    void theCallIsAnsweredByVoicemailAfterTheExtensionRang() throws Exception {
        feed(
                first().invite().ringing(1.01).answered(14.99).bye(50),
                second("b1", 0.01, 1).invite().ringing(1).failed(15, 487));

        assertThat(states()).isEqualTo(Map.of("b1", LinkState.PROVISIONAL));
        assertThat(legs.rows()).extracting(CallLink::conversationId).containsOnly("a");
    }

    @Test
    void oneOfTwoThatRangAtATimeAnswers() throws Exception {
        for (int won = 1; won <= 2; won++) {
            boolean first = won == 1;
            LegScript b1 = second("b1", 0.01, 1).invite().ringing(1);
            LegScript b2 = second("b2", 0.02, 2).invite().ringing(1);
            feed(
                    first().invite().ringing(1.01).answered(5.01).bye(60),
                    first ? b1.answered(5).bye(60.01) : b1.failed(5.03, 487),
                    first ? b2.failed(5.03, 487) : b2.answered(5).bye(60.01));

            assertThat(states())
                    .containsEntry("b" + won, LinkState.CONFIRMED)
                    .containsEntry("b" + (3 - won), LinkState.PROVISIONAL);
            assertThat(legs.rows()).extracting(CallLink::conversationId).containsOnly("a");
            leavesNothingBehind();
            open();
        }
    }

    /** Its INVITE leaves before the end of the one that it takes the place of is seen. */
    @Test
    void theNextOneIsGuessedWhenTheOneBeforeHasFailed() throws Exception {
        feed(
                first().invite().answered(9.01).bye(60),
                second("b1", 0.01, 1).invite().failed(5.03, 487),
                second("b2", 5, 2).invite().answered(9).bye(60.01));

        assertThat(states()).containsOnlyKeys("b1", "b2").doesNotContainValue(LinkState.REJECTED);
    }

    @Test
    void oneThatRingsOnAfterTheAnswerIsRejected() throws Exception {
        feed(
                first().invite().answered(5).bye(60),
                second("b1", 0.01, 1).invite().ringing(1).failed(30, 487));

        assertThat(states()).isEqualTo(Map.of("b1", LinkState.REJECTED));
    }

    private void feed(LegScript... scripts) throws Exception {
        legs.feed(LegScript.all(scripts)).end();
    }

    /** Of each second leg, as it was written last. */
    private Map<String, LinkState> states() {
        Map<String, LinkState> states = new TreeMap<>();
        legs.rows().forEach(row -> states.put(row.secondCallId(), row.state()));
        return states;
    }

    private static LegScript first() {
        return leg("a", 0).between("192.0.2.1", "192.0.2.10");
    }

    private static LegScript second(String callId, double at, int carrier) {
        return leg(callId, at).between("192.0.2.10", "203.0.113." + carrier);
    }
}
