package io.siphon.udf.stream;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.SocketsOfCall;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AddressTrackerTest {

    private static final String ALICE = "192.0.2.1 4000";
    private static final long SECOND = 1_000_000;

    private KeyedOneInputStreamOperatorTestHarness<String, AddressEvent, RtcpEvent> addresses;

    @BeforeEach
    void open() throws Exception {
        open(Ceiling.NONE);
    }

    private void open(Ceiling ceiling) throws Exception {
        addresses =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new AddressTracker(ceiling),
                                AddressEventCodec.TYPE.createSerializer(
                                        new SerializerConfigImpl())),
                        AddressEvent::address,
                        Types.STRING);
        addresses.open();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        at(Duration.ofDays(1).toSeconds());
        assertThat(addresses.numKeyedStateEntries()).isZero();
        assertThat(((InOrder<?, ?, ?>) addresses.getOneInputOperator()).deadlines()).isZero();
        addresses.close();
    }

    /** RTP, RTCP beside it, RTCP on the same port (RFC 5761). */
    @ParameterizedTest
    @CsvSource({
        "udp:192.0.2.1:4000, 192.0.2.1 4000",
        "udp:192.0.2.1:4001, 192.0.2.1 4000",
        "udp:192.0.2.1:4002, 192.0.2.1 4002",
        "udp:[2001:db8::1]:65535, 2001:db8::1 65534",
        "udp:[2001:DB8:0::1]:4001, 2001:db8::1 4000",
        "udp:192.0.2.1:0,",
        "udp:192.0.2.1:65536,",
        "udp:192.0.2.1:4x,",
        "udp:0.0.0.0:4001,",
        "udp:pbx.example.org:4001,",
        "'',"
    })
    void theAddressOfASocket(String socket, String address) {
        assertThat(AddressEvent.address(socket)).isEqualTo(address);
    }

    @Test
    void anAddressIsOfAllCallsThatAnnouncedIt() throws Exception {
        announced(1, "call-1");
        announced(9, "call-2");
        announced(12, "call-1"); // again, in a re-INVITE
        asked(5);
        asked(10);
        asked(13);
        at(60);
        assertThat(answers())
                .extracting(SocketsOfCall::callId)
                .containsExactly("call-1", "call-1", "call-2", "call-1", "call-2");
        assertThat(answers())
                .extracting(SocketsOfCall::since)
                .containsExactly(SECOND, SECOND, 9 * SECOND, SECOND, 9 * SECOND);
        assertThat(addresses.getSideOutput(AddressTracker.CONTESTED))
                .extracting(asked -> asked.getValue().callId())
                .as("whether they are up")
                .containsExactly("call-1", "call-2", "call-1", "call-2");
    }

    /** Media may come before the answer that announces it. */
    @Test
    void ofAnAddressThatWillBeAnnouncedItIsTheFirst() throws Exception {
        announced(7, "call-1");
        at(8);
        asked(6);
        at(60);
        assertThat(answers()).extracting(SocketsOfCall::callId).containsExactly("call-1");
    }

    @Test
    void anAddressThatNobodyAnnouncedHasNoAnswer() throws Exception {
        asked(5);
        at(60);
        assertThat(answers()).isEmpty();
    }

    @Test
    void anAnnouncementIsKnownAsLongAsItIsAskedFor() throws Exception {
        announced(1, "call-1");
        for (int second = 100; second <= 1000; second += 100) {
            asked(second);
        }
        asked(1200);
        at(2000);
        assertThat(answers()).hasSize(10);
    }

    @Test
    void withoutRoomFurtherAddressesAreNotFollowed() throws Exception {
        addresses.close();
        open(new Ceiling("addresses", 1, 0, 0));
        announced(1, "call-1");
        addresses.processElement(
                AddressEvent.announcement("192.0.2.9 4000", 2 * SECOND, "call-2"), 2000);
        addresses.processElement(AddressEvent.question("192.0.2.9 4000", 3 * SECOND, "pair"), 3000);
        asked(3);
        at(60);
        assertThat(answers()).extracting(SocketsOfCall::callId).containsExactly("call-1");
    }

    private void announced(int second, String callId) throws Exception {
        addresses.processElement(
                AddressEvent.announcement(ALICE, second * SECOND, callId), second * 1000);
    }

    private void asked(int second) throws Exception {
        addresses.processElement(
                AddressEvent.question(ALICE, second * SECOND, "pair"), second * 1000);
    }

    private void at(double seconds) throws Exception {
        addresses.processWatermark(new Watermark(Math.round(seconds * 1000)));
    }

    private List<SocketsOfCall> answers() {
        return addresses.extractOutputValues().stream().map(SocketsOfCall.class::cast).toList();
    }
}
