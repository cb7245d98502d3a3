package io.siphon.udf.gap;

import io.siphon.sources.JournalGap;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Times in which the journal was not written. They raise alerts and are not stored as traces. */
public final class JournalGapDecoder implements PayloadDecoder<JournalGap> {

    public static final OutputTag<JournalGap> GAPS =
            new OutputTag<>("journal_gap", TypeInformation.of(JournalGap.class));

    @Override
    public int protocol() {
        return HepProtocol.JOURNAL_GAP;
    }

    @Override
    public OutputTag<JournalGap> output() {
        return GAPS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<JournalGap> out) {
        out.value(JournalGap.of(packet.payload(), packet.node()));
    }
}
