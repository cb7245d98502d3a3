package io.siphon.console.flow;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LadderLayoutTest {

    private static final String OPTIONS = "OPTIONS sip:b SIP/2.0";

    private static Flow flow() {
        return new TraceList()
                .forth(OPTIONS, "1 OPTIONS", "")
                .back("SIP/2.0 200 OK", "1 OPTIONS", "")
                .flow();
    }

    private static Note log(long afterMicros) {
        return new Note(
                flow().startMicros() + afterMicros, Note.Kind.LOG, "<b>\u001b", "<b>", "", "");
    }

    @Test
    void notesStandAtTheirTime() {
        LadderLayout layout = LadderLayout.of(flow(), List.of(log(500_000), log(9_000_000)), false);

        assertThat(layout.lines())
                .extracting(line -> line.note() != null)
                .containsExactly(false, true, false, true);
        assertThat(layout.lines()).extracting(LadderLine::y).containsExactly(0, 30, 60, 90);
    }

    @Test
    void toScaleASecondIsLongerAndSilenceIsFolded() {
        LadderLayout layout =
                LadderLayout.of(flow(), List.of(log(1_100_000), log(60_000_000)), true);

        assertThat(layout.lines())
                .extracting(LadderLine::silence)
                .containsExactly(0L, 0L, 0L, 58_900_000L);
        assertThat(layout.lines().get(1).y()).isGreaterThan(100);
        assertThat(layout.lines().get(2).y() - layout.lines().get(1).y()).isEqualTo(30);
    }

    @Test
    void aNoteIsEscaped() {
        String svg = SvgLadder.body(flow(), List.of(log(10)), LadderStyle.PLAIN);

        assertThat(svg).contains("log: &lt;b&gt;\uFFFD").doesNotContain("<b>");
    }
}
