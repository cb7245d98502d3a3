package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class RecordKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS sip:a SIP/2.0\r\nCall-ID: a b@c\r\n\r\n",
                "OPTIONS sip:a SIP/2.0\r\ncall-id:a b@c\r\nCall-ID: second\r\n\r\n",
                "\r\nOPTIONS sip:a SIP/2.0\r\nIn-Reply-To: x\r\ni : \ta b@c \r\n\r\n",
                "OPTIONS sip:a SIP/2.0\nVia: v\nI: a b@c",
            })
    void ofSipItIsTheCallId(String sip) {
        assertThat(key(HepProtocol.SIP, "other", sip)).isEqualTo("a b@c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OPTIONS sip:a SIP/2.0",
                "OPTIONS sip:a SIP/2.0\r\nCall-ID:\r\n\r\n",
                "OPTIONS sip:a SIP/2.0\r\nVia: v\r\n\r\nCall-ID: in the body",
                "OPTIONS sip:a SIP/2.0\r\nCall-IDs: x\r\n\r\n",
            })
    void sipWithoutOneHasTheCorrelationId(String sip) {
        assertThat(key(HepProtocol.SIP, "corr", sip)).isEqualTo("corr");
        assertThat(key(HepProtocol.SIP, null, sip)).isNull();
    }

    @Test
    void ofAllElseItIsTheCorrelationId() {
        assertThat(key(HepProtocol.RTCP_JSON, "corr", "Call-ID: x")).isEqualTo("corr");
        assertThat(key(HepProtocol.LOG, null, "Call-ID: x")).isNull();
    }

    private static @Nullable String key(
            int protocol, @Nullable String correlationId, String payload) {
        byte[] key =
                RecordKey.of(
                        new HepPacket(
                                1,
                                1,
                                3,
                                17,
                                "192.0.2.1",
                                5060,
                                "192.0.2.2",
                                5060,
                                "",
                                "",
                                protocol,
                                correlationId,
                                null,
                                payload.getBytes(StandardCharsets.UTF_8),
                                null,
                                null));
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}
