package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallChange;
import io.siphon.sources.Captures;

import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Causes of the calls in the captures of real senders. */
class CapturedCausesTest {

    /** Of the calls that are over. */
    private static final double MOST_UNKNOWN = 0.05;

    @Test
    void leavesFewCausesUnknown() throws Exception {
        Map<CallCause, Integer> causes = new EnumMap<>(CallCause.class);
        int ended = 0;
        for (String capture : Captures.names()) {
            for (Call row : CapturedCallsTest.rows(capture)) {
                if (row.change() == CallChange.ENDED) {
                    causes.merge(row.verdict().cause(), 1, Integer::sum);
                    ended++;
                    assertThat(row.verdict().text()).as(capture).isNotBlank();
                } else {
                    assertThat(row.verdict().cause()).isEqualTo(CallCause.NONE);
                }
            }
        }

        assertThat(ended).isGreaterThan(200);
        assertThat(causes.getOrDefault(CallCause.UNKNOWN, 0))
                .isLessThan((int) (MOST_UNKNOWN * ended));
        assertThat(causes)
                .containsKeys(
                        CallCause.NORMAL,
                        CallCause.BUSY,
                        CallCause.NO_ROUTE,
                        CallCause.DECLINED,
                        CallCause.CALLER_GAVE_UP,
                        CallCause.REDIRECTED,
                        CallCause.TRUNK_DOWN);
    }
}
