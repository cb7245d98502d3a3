package io.siphon.udf.sip;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.HepWireLength;
import io.siphon.sources.hep.SipStartSearch;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.report.RtpStatHeader;
import io.siphon.udf.report.VqReport;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.List;

/** HEP type 1: SIP, one message or several, either plain or wrapped in OpenSIPS's JSON. */
public final class SipDecoder implements PayloadDecoder<SipMessage> {

    public static final OutputTag<SipMessage> MESSAGES =
            new OutputTag<>("sip", TypeInformation.of(SipMessage.class));

    /** Reason of a message that was decoded, but for a part of its session description. */
    private static final String TOO_LONG = "sdp-too-long";

    private final SipParser parser;

    /** A report in the payload that is none; null while there is no such. */
    private @Nullable PayloadException badReport;

    /** Octets of the payload before which all messages were emitted, and how many these are. */
    private int done;

    private int ordinal;

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
        badReport = null;
        parser.cut(HepWireLength.isCut(packet));
        decodeMessages(packet, hops, out);
        if (badReport != null) {
            throw badReport;
        }
    }

    private void decodeMessages(HepPacket packet, Hops hops, Decoded<SipMessage> out)
            throws PayloadException {
        byte[] payload = packet.payload();
        HepPacket whole = packet;
        if (SipJson.isWrapped(payload)) {
            payload = SipJson.unwrap(payload);
            whole = packet.withPayload(payload);
        }
        done = 0;
        ordinal = 0;
        try {
            messages(whole, payload, 0, hops, out);
        } catch (PayloadException e) {
            if (e.reason().equals(TOO_LONG)) {
                throw e;
            }
            int rest = done;
            int start = SipStartSearch.find(payload, rest, payload.length);
            if (start < 0 || start == rest) {
                throw e.of(Arrays.copyOfRange(payload, rest, payload.length));
            }
            messages(whole, payload, start, hops, out); // behind the rest of another one's body
            throw e.of(Arrays.copyOfRange(payload, rest, start));
        }
    }

    private void messages(
            HepPacket whole, byte[] payload, int from, Hops hops, Decoded<SipMessage> out)
            throws PayloadException {
        int start = from;
        PayloadException beyond = null;
        do { // the parser says so when there is nothing
            int end = parser.parse(payload, start, payload.length - start);
            boolean all = start == 0 && end == payload.length;
            message(
                    all ? whole : whole.withPayload(Arrays.copyOfRange(payload, start, end)),
                    hops,
                    out);
            done = end;
            if (!parser.leftOut().isNothing()) {
                beyond =
                        new PayloadException(TOO_LONG, parser.leftOut().toString())
                                .of(Arrays.copyOfRange(payload, start, end));
            }
            start = end;
        } while (start < payload.length);
        if (beyond != null) {
            throw beyond;
        }
    }

    private void message(HepPacket packet, Hops hops, Decoded<SipMessage> out) {
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
                        ordinal++));
        out.value(parser.toMessage(hop));
        reports(hop, out);
    }

    /** Of the quality of calls, in a body of its own or in a header of the BYE and its answer. */
    private void reports(Hop hop, Decoded<SipMessage> out) {
        switch (parser.method()) {
            case "BYE" -> {
                String value = parser.rtpStat();
                if (!value.isEmpty()) {
                    boolean request = parser.isRequest();
                    RtpStatHeader.read(
                                    value,
                                    hop,
                                    parser.callId(),
                                    request ? parser.fromTag() : parser.toTag(),
                                    request ? parser.toTag() : parser.fromTag())
                            .forEach(report -> out.value(QualityReport.REPORTS, report));
                }
            }
            case "PUBLISH", "NOTIFY" -> {
                if (parser.isRequest() && VqReport.is(parser.contentType())) {
                    vqReports(parser.body(), hop, out);
                }
            }
            default -> {}
        }
    }

    private void vqReports(byte[] body, Hop hop, Decoded<SipMessage> out) {
        try {
            VqReport.read(body, 0, body.length, hop)
                    .forEach(report -> out.value(QualityReport.REPORTS, report));
        } catch (PayloadException e) {
            badReport = e.of(body); // the message itself is good
        }
    }
}
