package io.siphon.console.flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ColumnOrderTest {

    private static final Flow FLOW =
            new TraceList()
                    .forth("INVITE sip:b@x SIP/2.0", "1 INVITE", "")
                    .back("SIP/2.0 200 OK", "1 INVITE", "")
                    .flow();

    @Test
    void namesEachColumnOnceAndThoseThatItDoesNotNameLast() {
        assertThat(ColumnOrder.parse("3.3.9.-1").of(4).entries()).containsExactly(3, -1, 2, 4);
        assertThat(ColumnOrder.NATURAL.of(2).text()).isEmpty();
    }

    @Test
    void movesAndHides() {
        ColumnOrder order = ColumnOrder.NATURAL.of(3);

        assertThat(order.moved(3, -1).text()).isEqualTo("1.3.2");
        assertThat(order.moved(1, -1).text()).isEmpty();
        assertThat(order.toggled(2).text()).isEqualTo("1.-2.3");
        assertThat(order.toggled(2).toggled(2).text()).isEmpty();
        assertThat(order.toggled(2).moved(2, 1).text()).isEqualTo("1.3.-2");
    }

    @Test
    void turnsAFlowRoundAndKeepsItsArrows() {
        Flow turned = ColumnOrder.parse("2.1").arrange(FLOW);

        assertThat(turned.columns()).containsExactly(FLOW.columns().get(1), FLOW.columns().get(0));
        assertThat(turned.arrows().get(0).from()).isEqualTo(1);
        assertThat(turned.sentence(turned.arrows().get(0)))
                .isEqualTo(FLOW.sentence(FLOW.arrows().get(0)));
    }

    @Test
    void leavesOutMessagesOfAHiddenHost() {
        assertThat(ColumnOrder.parse("-1.2").arrange(FLOW).arrows()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "a", "1,2", "1..2", "-", "1.", "12345", "1.2 3"})
    void refusesWhatIsNoOrder(String text) {
        assertThatThrownBy(() -> ColumnOrder.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.1.-2");
    }
}
