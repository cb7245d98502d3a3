package io.siphon.udf.gap;

import io.siphon.sources.KernelLoss;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Datagrams that the kernel dropped. They are measured and not stored as traces. */
public final class KernelLossDecoder implements PayloadDecoder<KernelLoss> {

    public static final OutputTag<KernelLoss> LOSSES =
            new OutputTag<>("kernel_loss", TypeInformation.of(KernelLoss.class));

    @Override
    public int protocol() {
        return HepProtocol.KERNEL_LOSS;
    }

    @Override
    public OutputTag<KernelLoss> output() {
        return LOSSES;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<KernelLoss> out) {
        out.value(KernelLoss.of(packet.payload(), packet.node()));
    }
}
