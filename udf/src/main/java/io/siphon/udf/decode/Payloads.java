package io.siphon.udf.decode;

import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.gap.JournalGapDecoder;
import io.siphon.udf.gap.KernelLossDecoder;
import io.siphon.udf.log.LogDecoder;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.report.ReportDecoder;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.sip.SipDecoder;

import java.util.ArrayList;
import java.util.List;

/** Every kind of payload that is decoded. Others are stored unchanged. */
final class Payloads {

    private Payloads() {}

    static List<PayloadDecoder<?>> all(DecodeSettings settings) {
        List<PayloadDecoder<?>> all =
                new ArrayList<>(
                        List.of(
                                new SipDecoder(settings.sipHeaders()),
                                new RtcpDecoder(),
                                // live, and in a journal that a backfill reads
                                new CaptureGapDecoder(),
                                new KernelLossDecoder(),
                                new JournalGapDecoder()));
        all.addAll(ReportDecoder.all());
        all.addAll(LogDecoder.all());
        if (settings.offTheWire()) {
            all.add(new RtcpBinaryDecoder());
            all.add(new RtpDecoder());
        }
        return List.copyOf(all);
    }
}
