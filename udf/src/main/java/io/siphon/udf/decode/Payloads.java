package io.siphon.udf.decode;

import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.gap.JournalGapDecoder;
import io.siphon.udf.gap.KernelLossDecoder;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.sip.SipDecoder;

import java.util.List;

/** Every kind of payload that is decoded. Others are stored unchanged. */
final class Payloads {

    private Payloads() {}

    static List<PayloadDecoder<?>> all(DecodeSettings settings) {
        SipDecoder sip = new SipDecoder(settings.sipHeaders());
        return settings.offTheWire()
                ? List.of(sip, new RtcpDecoder(), new RtcpBinaryDecoder(), new RtpDecoder())
                : List.of(
                        sip,
                        new RtcpDecoder(),
                        new CaptureGapDecoder(),
                        new KernelLossDecoder(),
                        new JournalGapDecoder());
    }
}
