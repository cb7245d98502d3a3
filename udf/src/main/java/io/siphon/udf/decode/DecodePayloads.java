package io.siphon.udf.decode;

import io.siphon.schema.BoundedText;
import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;
import io.siphon.sources.hep.HepException;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.HashMap;
import java.util.Map;

/**
 * Parses every payload once: each message is emitted as {@link Trace}, decoded values go to the
 * side output of their decoder, and undecodable payloads to {@link #UNDECODABLE}, counted by
 * reason. Beyond their limit they go to {@link #NOT_KEPT}, without their bytes.
 */
public final class DecodePayloads extends ProcessFunction<HepPacket, Trace> {

    private static final long serialVersionUID = 1;

    public static final OutputTag<Undecodable> UNDECODABLE =
            new OutputTag<>("undecodable", TypeInformation.of(Undecodable.class));

    public static final OutputTag<Undecodable> NOT_KEPT =
            new OutputTag<>("undecodable_not_kept", TypeInformation.of(Undecodable.class));

    public static final OutputTag<ClockSkew> SKEWS =
            new OutputTag<>("clock_skews", TypeInformation.of(ClockSkew.class));

    private static final byte[] NO_BYTES = {};

    /** Said of a datagram that is an empty line to keep a NAT open: nothing to keep. */
    private static final String KEEPALIVE = HepException.Reason.KEEPALIVE.text();

    private final DecodeSettings settings;

    private transient Hops hops;
    private transient Map<Integer, PayloadDecoder<?>> decoders;
    private transient Map<String, Counter> undecodable;
    private transient UndecodableRows rows;
    private transient ClockSkews skews;
    private transient Counter greetings;
    private transient Counter notKept;

    public DecodePayloads(DecodeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext openContext) {
        hops = new Hops(settings.trunks(), settings.localAddresses());
        undecodable = new HashMap<>();
        // heplify opens every connection with a packet that says nothing
        greetings = getRuntimeContext().getMetricGroup().counter("greetings");
        notKept = getRuntimeContext().getMetricGroup().counter("undecodableNotKept");
        rows = new UndecodableRows(settings.maxUndecodableOfSource(), settings.maxUndecodable());
        skews = new ClockSkews();
        decoders = new HashMap<>();
        for (PayloadDecoder<?> decoder : Payloads.all(settings)) {
            decoder.open(getRuntimeContext().getMetricGroup());
            decoders.put(decoder.protocol(), decoder);
        }
    }

    @Override
    public void processElement(HepPacket packet, Context context, Collector<Trace> out) {
        ClockSkew skew = skews.of(packet);
        if (skew != null) {
            context.output(SKEWS, skew);
        }
        if (packet.error() != null) {
            refuse(packet, packet.error(), context);
            return;
        }
        if (packet.protocol() == HepProtocol.NONE || packet.protocol() == HepProtocol.RESUMED) {
            greetings.inc();
            return;
        }
        PayloadDecoder<?> decoder = decoders.get(packet.protocol());
        if (decoder == null) {
            out.collect(Traces.of(packet, hops.of(packet, "")));
            return;
        }
        decode(decoder, packet, context, out);
    }

    private <T> void decode(
            PayloadDecoder<T> decoder, HepPacket packet, Context context, Collector<Trace> out) {
        try {
            decoder.decode(
                    packet,
                    hops,
                    new PayloadDecoder.Decoded<>() {
                        @Override
                        public void value(T value) {
                            context.output(decoder.output(), value);
                        }

                        @Override
                        public <U> void value(OutputTag<U> output, U value) {
                            context.output(output, value);
                        }

                        @Override
                        public void trace(Trace trace) {
                            out.collect(trace);
                        }
                    });
        } catch (PayloadException e) {
            count(e.reason());
            byte[] part = e.part();
            refuse(part == null ? packet : packet.withPayload(part), e.getMessage(), context);
        }
    }

    private void refuse(HepPacket packet, String error, Context context) {
        int colon = error.indexOf(": ");
        String reason = colon < 0 ? error : error.substring(0, colon);
        if (reason.equals(KEEPALIVE)) {
            return;
        }
        boolean kept = rows.take(packet.receivedMicros(), packet.agent());
        if (!kept) {
            notKept.inc();
        }
        context.output(
                kept ? UNDECODABLE : NOT_KEPT,
                new Undecodable(
                        packet.receivedMicros(),
                        packet.timeMicros(),
                        packet.agent(),
                        BoundedText.id(packet.node()),
                        packet.protocol(),
                        reason,
                        kept && colon >= 0 ? error.substring(colon + 2) : "",
                        kept ? packet.payload() : NO_BYTES));
    }

    /** What is no HEP at all the source has counted; here are payloads in good HEP. */
    private void count(String reason) {
        undecodable
                .computeIfAbsent(
                        reason,
                        name -> {
                            MetricGroup group = getRuntimeContext().getMetricGroup();
                            return group.addGroup("reason", name).counter("undecodable");
                        })
                .inc();
    }
}
