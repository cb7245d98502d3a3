package io.siphon.udf.sip;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

import java.util.Arrays;
import java.util.List;

/** HEP type 1: SIP, one message or several, as it was on the wire or wrapped in OpenSIPS's JSON. */
public final class SipDecoder implements PayloadDecoder<SipMessage> {

    public static final OutputTag<SipMessage> MESSAGES =
            new OutputTag<>("sip", TypeInformation.of(SipMessage.class));

    private final SipParser parser;

    public SipDecoder(List<String> extraHeaders) {
        parser = new SipParser(extraHeaders);
    }

    @Override
    public int protocol() {
        return HepProtocol.SIP;
    }

    @Override
    public OutputTag<SipMessage> output() {
        return MESSAGES;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<SipMessage> out)
            throws PayloadException {
        byte[] payload = packet.payload();
        HepPacket whole = packet;
        if (SipJson.isWrapped(payload)) {
            payload = SipJson.unwrap(payload);
            whole = packet.withPayload(payload);
        }
        int ordinal = 0;
        int start = 0;
        do { // the parser says so when there is nothing
            int end = parser.parse(payload, start, payload.length - start);
            boolean all = start == 0 && end == payload.length;
            message(
                    all ? whole : whole.withPayload(Arrays.copyOfRange(payload, start, end)),
                    hops,
                    ordinal++,
                    out);
            start = end;
        } while (start < payload.length);
    }

    private void message(HepPacket packet, Hops hops, int ordinal, Decoded<SipMessage> out) {
        Hop hop = hops.of(packet, Endpoints.asksVia(packet) ? parser.viaTransport() : "");
        out.trace(
                Traces.of(
                        packet,
                        hop,
                        parser.callId(),
                        parser.method(),
                        parser.statusText(),
                        parser.fromTag(),
                        parser.toTag(),
                        ordinal));
        out.value(parser.toMessage(hop));
    }
}
