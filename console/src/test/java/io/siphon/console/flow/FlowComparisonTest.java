package io.siphon.console.flow;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowComparisonTest {

    private static TraceList begun() {
        return new TraceList()
                .forth("INVITE sip:b@x SIP/2.0", "1 INVITE", "")
                .back("SIP/2.0 100 Trying", "1 INVITE", "")
                .back("SIP/2.0 180 Ringing", "1 INVITE", "");
    }

    @Test
    void saysWhereTwoCallsPart() {
        Flow answered = begun().back("SIP/2.0 200 OK", "1 INVITE", "").flow();
        Flow busy = begun().back("SIP/2.0 486 Busy Here", "1 INVITE", "").flow();

        assertThat(FlowComparison.of(answered, busy))
                .isEqualTo(
                        new FlowComparison(
                                "Alike up to INVITE, 180 Ringing (INVITE). Then: A has 200 OK"
                                        + " (INVITE), B has 486 Busy Here (INVITE).",
                                4,
                                4));
    }

    @Test
    void repetitionsAndTryingDoNotCount() {
        Flow once = new TraceList().forth("INVITE sip:b@x SIP/2.0", "1 INVITE", "").flow();
        Flow twice =
                new TraceList()
                        .forth("INVITE sip:b@x SIP/2.0", "1 INVITE", "")
                        .forth("INVITE sip:b@x SIP/2.0", "1 INVITE", "")
                        .back("SIP/2.0 100 Trying", "1 INVITE", "")
                        .flow();

        assertThat(FlowComparison.of(once, twice).sentence())
                .isEqualTo("Both have the same steps: INVITE.");
    }

    @Test
    void oneMayHaveNothingMore() {
        Flow answered = begun().back("SIP/2.0 200 OK", "1 INVITE", "").flow();

        assertThat(FlowComparison.of(begun().flow(), answered).sentence())
                .endsWith("Then: A has nothing more, B has 200 OK (INVITE).");
    }
}
