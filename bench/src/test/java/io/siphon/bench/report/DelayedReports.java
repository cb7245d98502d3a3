package io.siphon.bench.report;

import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.PcapRecord;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A capture from between the two ends of a call, whose sender reports take 1 to 400 ms to either
 * side, and tell of random losses: round trips up to 1.5 s, scores from 1 to 4.4.
 */
final class DelayedReports {

    private static final long BEGINNING = 1_781_000_000_000_000L;
    private static final long NTP_EPOCH = 2_208_988_800L;
    private static final int EXCHANGES = 150;

    private final Random random = new Random(11);
    private final List<PcapRecord> records = new ArrayList<>();
    private final End caller = new End("192.0.2.83", 83, 84);
    private final End callee = new End("192.0.2.84", 84, 83);

    /** One of the two; times are epoch µs. */
    private static final class End {

        final String address;
        final InetSocketAddress sip;
        final InetSocketAddress rtcp;
        final int ssrc;
        final int other;

        /** Of the other's last sender report: its time there, and when it came here. */
        long sent;

        long came;

        End(String address, int ssrc, int other) {
            this.address = address;
            this.ssrc = ssrc;
            this.other = other;
            sip = new InetSocketAddress(address, 5060);
            rtcp = new InetSocketAddress(address, 4001);
        }
    }

    static List<PcapRecord> records() {
        DelayedReports reports = new DelayedReports();
        reports.call();
        for (int i = 0; i < EXCHANGES; i++) {
            long at = BEGINNING + 5_000_000L + i * 5_000_000L;
            reports.report(reports.caller, reports.callee, at);
            reports.report(reports.callee, reports.caller, at + 2_500_000);
        }
        return reports.records;
    }

    private void call() {
        sip(BEGINNING, caller, callee, "INVITE sip:callee@example.org SIP/2.0", "", 1);
        sip(BEGINNING + 900_000, callee, caller, "SIP/2.0 200 OK", ";tag=b", 1);
    }

    private void sip(long at, End from, End to, String first, String tag, int cseq) {
        String sdp =
                "v=0\r\no=- 1 1 IN IP4 %1$s\r\ns=-\r\nc=IN IP4 %1$s\r\nt=0 0\r\n"
                                .formatted(from.address)
                        + "m=audio 4000 RTP/AVP 8\r\n";
        String text =
                first
                        + "\r\nVia: SIP/2.0/UDP 192.0.2.83;branch=z9hG4bKdelayed"
                        + "\r\nFrom: <sip:caller@example.org>;tag=a"
                        + "\r\nTo: <sip:callee@example.org>"
                        + tag
                        + "\r\nCall-ID: delayed@example.org\r\nCSeq: "
                        + cseq
                        + " INVITE\r\nContent-Type: application/sdp\r\nContent-Length: "
                        + sdp.length()
                        + "\r\n\r\n"
                        + sdp;
        records.add(CaptureFiles.datagram(at, from.sip, to.sip, text.getBytes(US_ASCII)));
    }

    /** Sent at that time; it is captured on the way. */
    private void report(End from, End to, long at) {
        long captured = at + 1_000 + random.nextInt(400_000);
        long arrived = captured + 1_000 + random.nextInt(400_000);
        int lost = random.nextInt(4) == 0 ? random.nextInt(120) : 0;
        long delay = from.came == 0 ? 0 : ((at - from.came) << 16) / 1_000_000;
        ByteBuffer packet = ByteBuffer.allocate(52);
        packet.putInt(0x81c8_000c).putInt(from.ssrc);
        packet.putInt((int) (at / 1_000_000 + NTP_EPOCH));
        packet.putInt((int) (at % 1_000_000 * (1L << 32) / 1_000_000));
        packet.putInt(0).putInt(100).putInt(16_000);
        packet.putInt(from.other).putInt(lost << 24).putInt((int) (at / 20_000 & 0xffff));
        packet.putInt(80).putInt((int) from.sent).putInt((int) delay);
        records.add(CaptureFiles.datagram(captured, from.rtcp, to.rtcp, packet.array()));
        long seconds = at / 1_000_000 + NTP_EPOCH;
        to.sent = seconds << 16 & 0xffff0000L | (at % 1_000_000 << 16) / 1_000_000;
        to.came = arrived;
    }
}
