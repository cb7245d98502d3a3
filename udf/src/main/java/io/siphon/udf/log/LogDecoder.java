package io.siphon.udf.log;

import io.siphon.schema.BoundedText;
import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepChunks;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.JsonPayload;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.List;

/**
 * Log lines: Kamailio's {@code hlog}, OpenSIPS's {@code xlog}, syslog. They are stored, and belong
 * to the call of their correlation id, else of OpenSIPS's extra correlation, else to that which
 * their text names.
 *
 * <p>Metric: {@code logLinesWithoutCall}, lines that name no call in any of these ways.
 */
public final class LogDecoder implements PayloadDecoder<Trace> {

    private static final OutputTag<Trace> NONE =
            new OutputTag<>("log-lines", TypeInformation.of(Trace.class));

    private final int protocol;
    private Counter withoutCall;

    private LogDecoder(int protocol) {
        this.protocol = protocol;
    }

    /** One for each type. */
    public static List<PayloadDecoder<?>> all() {
        return List.of(new LogDecoder(HepProtocol.LOG), new LogDecoder(HepProtocol.XLOG));
    }

    @Override
    public void open(MetricGroup metrics) {
        withoutCall =
                metrics.addGroup("hep", String.valueOf(protocol)).counter("logLinesWithoutCall");
    }

    @Override
    public int protocol() {
        return protocol;
    }

    /** Nothing: lines are in the stores only. */
    @Override
    public OutputTag<Trace> output() {
        return NONE;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<Trace> out) {
        Hop hop = hops.of(packet, "");
        String callId = hop.correlationId();
        if (callId == null || callId.isEmpty()) {
            callId = BoundedText.id(named(packet));
            if (callId.isEmpty()) {
                withoutCall.inc();
            }
        }
        out.trace(Traces.of(packet, hop, callId, "", "", "", "", 0));
    }

    private static String named(HepPacket packet) {
        HepChunks.Chunk extra =
                packet.chunks() == null
                        ? null
                        : HepChunks.of(packet).find(HepChunk.EXTRA_CORRELATION);
        String correlated = extra == null ? "" : correlated(extra.body());
        byte[] line = packet.payload();
        return correlated.isEmpty()
                ? CallIdInText.find(Octets.text(line, 0, line.length))
                : correlated;
    }

    /** Of {@code {"sip":"1-2@3"}}; empty when it is anything else. */
    private static String correlated(byte[] json) {
        try {
            return JsonPayload.isObject(json) ? JsonPayload.read(json, LogDecoder::callId) : "";
        } catch (PayloadException e) {
            return "";
        }
    }

    private static String callId(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean sip = name.equals("sip") || name.equals("sip-callid");
            if (sip && token == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            if (token.isStructStart()) {
                parser.skipChildren();
            }
        }
        return "";
    }
}
