package io.siphon.udf.rtp;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.HepWireLength;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** RTP off the wire. It is measured and not stored. */
public final class RtpDecoder implements PayloadDecoder<RtpPacket> {

    public static final OutputTag<RtpPacket> PACKETS =
            new OutputTag<>("rtp", TypeInformation.of(RtpPacket.class));

    @Override
    public int protocol() {
        return HepProtocol.RTP;
    }

    @Override
    public OutputTag<RtpPacket> output() {
        return PACKETS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<RtpPacket> out)
            throws PayloadException {
        out.value(RtpHeader.read(packet.payload(), HepWireLength.of(packet), hops.of(packet, "")));
    }
}
