package io.siphon.console.report;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupingTest {

    private static Call call(String callee, String trunk, String direction) {
        return new Call(
                "c",
                CallChange.ENDED,
                2,
                "",
                callee,
                "",
                "",
                "udp:[2001:db8::1]:5060",
                "udp:192.0.2.2:5080",
                "proxy-1",
                trunk,
                direction,
                1,
                0,
                0,
                2,
                -1,
                -1,
                -1,
                CallOutcome.BUSY,
                486,
                0,
                "callee",
                "",
                "telephone-event,PCMA,G722>G729",
                "",
                "",
                0,
                0,
                CallLeg.NONE,
                CallMedia.NONE,
                CallVerdict.NONE,
                CallSignalling.NONE);
    }

    private static String by(String grouping, Call call) {
        return Grouping.parse(grouping).of(call);
    }

    @Test
    void takesThePrefixOfANumber() {
        assertThat(by("prefix", call("+4930123", "", ""))).isEqualTo("+493");
        assertThat(by("prefix:5", call("004930123", "", ""))).isEqualTo("00493");
        assertThat(by("prefix:5", call("110", "", ""))).isEqualTo("110");
        assertThat(by("prefix", call("alice", "", ""))).isEqualTo("(none)");
        assertThat(by("prefix", call("49a", "", ""))).isEqualTo("49");
    }

    @Test
    void namesTheSideOfATrunkPairThatTheTrunkIsOn() {
        assertThat(by("trunk-pair", call("1", "carrier-a", "in")))
                .isEqualTo("carrier-a → 192.0.2.2");
        assertThat(by("trunk-pair", call("1", "carrier-a", "out")))
                .isEqualTo("2001:db8::1 → carrier-a");
        assertThat(by("trunk-pair", call("1", "", ""))).isEqualTo("2001:db8::1 → 192.0.2.2");
    }

    @Test
    void takesTheFirstCodec() {
        assertThat(by("codec", call("1", "", ""))).isEqualTo("PCMA");
        assertThat(by("user-agent", call("1", "", ""))).isEqualTo("(none)");
    }

    @Test
    void refusesWhatIsNoDimension() {
        assertThatThrownBy(() -> Grouping.parse("planet"))
                .hasMessage(
                        "got planet, expected one of node, trunk, trunk-pair, codec, user-agent,"
                                + " prefix, prefix:N");
        assertThatThrownBy(() -> Grouping.parse("prefix:0"))
                .hasMessage("got prefix:0, expected prefix:1 to prefix:15");
        assertThatThrownBy(() -> Grouping.parse("trunk:3")).hasMessageStartingWith("got trunk:3");
    }
}
