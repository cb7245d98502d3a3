package io.siphon.udf.gap;

import io.siphon.sources.CaptureGap;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Times in which nobody listened. They are measured and not stored as traces. */
public final class CaptureGapDecoder implements PayloadDecoder<CaptureGap> {

    public static final OutputTag<CaptureGap> GAPS =
            new OutputTag<>("capture_gap", TypeInformation.of(CaptureGap.class));

    @Override
    public int protocol() {
        return HepProtocol.CAPTURE_GAP;
    }

    @Override
    public OutputTag<CaptureGap> output() {
        return GAPS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<CaptureGap> out) {
        out.value(CaptureGap.of(packet.payload(), packet.node()));
    }
}
