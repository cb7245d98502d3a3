package io.siphon.udf.rtcp;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.session.LineState;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.session.SessionState;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** State: the media of one call, and the sender reports from which round trips are computed. */
public class RtcpState {

    /** Sender reports come every 5 s or so from each side of each medium. */
    static final int REPORTS_LIMIT = 32;

    /** Halves of round trips: two of each stream and node. */
    static final int HALVES_LIMIT = 16;

    /** Of more streams than these no summary is kept. */
    static final int REPORTED_LIMIT = 32;

    /** Likewise, of all other origins: theirs take no place of report blocks. */
    static final int OTHERS_LIMIT = 16;

    /** Streams on the wire that are looked at. */
    static final int SEEN_LIMIT = 16;

    /**
     * How long reports, or another attempt, may follow the end of a call; µs. Most calls in state
     * are over: it is three times the usual interval of reports, and no more.
     */
    static final long LINGER = 15_000_000;

    /** How long reports may pause if no signalling ends the call; µs. */
    static final long SILENCE = 60_000_000;

    /** Octets of the session; characters of sender reports and summaries. */
    private static final int SESSION_ROOM = 4_000;

    private static final int REPORTS_ROOM = 1_000;
    private static final int REPORTED_ROOM = 5_000;
    private static final int OTHERS_ROOM = 3_000;
    private static final int HALVES_ROOM = 1_000;

    /** As 0.1 kept them; {@link #session} since. */
    public List<MediumState> media = new ArrayList<>();

    public SessionState session = new SessionState();
    public List<SenderReportState> reports = new ArrayList<>();
    public List<ReportedState> reported = new ArrayList<>();

    /** The last of each, in order of their age. */
    public List<HalfTripState> halves = new ArrayList<>();

    /** Streams on the wire; of captures only. */
    public List<SeenStreamState> seen = new ArrayList<>();

    public WayState fromCaller = new WayState();
    public WayState fromCallee = new WayState();

    /** First description that lets one side not send, epoch µs; 0: none. */
    public long heldAt;

    /** Whether it is said that the call has media. */
    public boolean told;

    /** Whether a 2xx to an INVITE was seen. */
    public boolean up;

    /** Whether the last INVITE failed. */
    public boolean failed;

    /** Whether a BYE was seen. */
    public boolean ended;

    /** First 2xx to a BYE since the last 2xx to an INVITE, epoch µs; 0 when there is none. */
    public long overAt;

    /** Last event or report, epoch µs. */
    public long activeAt;

    /** The second at which it is looked at again, epoch ms, see {@link InOrderFunction#wake}. */
    public long timer;

    public RtcpState() {}

    public void apply(SessionEvent event) {
        activeAt = Math.max(activeAt, event.timeMicros());
        up |= event.isUp();
        ended |= event.isBye();
        if (event.isUp()) {
            overAt = 0;
        } else if (event.isByeDone() && overAt == 0) {
            overAt = event.timeMicros();
        }
        hold(event);
        session.apply(event);
        failed = session.isFailed(event, failed);
        session.forgetPayloadTypes();
        session.makeRoom(SESSION_ROOM);
    }

    private void hold(SessionEvent event) {
        if (event.media() == null || heldAt > 0) {
            return;
        }
        boolean audio = false;
        boolean held = false;
        for (Media media : event.media()) {
            boolean zeros = LineState.isHold(media.ip()) && media.candidates().length == 0;
            boolean taken = media.type().equalsIgnoreCase("audio") && !media.isRefused();
            audio |= taken;
            held |= taken && (zeros || !media.direction().equals("sendrecv"));
        }
        if (held || !audio && event.media().length > 0 && endsAudio(event)) {
            heldAt = event.timeMicros();
        }
    }

    /**
     * Whether a description without audio ends one that was agreed on (RFC 3264, 8.2), as for T.38
     * (its annex D). An offer does not yet: it may be refused.
     */
    private boolean endsAudio(SessionEvent event) {
        boolean answers = !event.isRequest() || event.method().equals("ACK");
        return up && answers && session.lines.stream().anyMatch(l -> l.audio && l.agreed);
    }

    /** A stream on the wire, at first, each minute and at its end. */
    void see(SeenStream stream) {
        seen.removeIf(known -> known.isOf(stream));
        if (seen.size() < SEEN_LIMIT) {
            seen.add(SeenStreamState.of(stream));
        }
    }

    /** Whether there is any media of a call that signalling is known of. */
    boolean hasMedia() {
        boolean heard = fromCaller.reported || fromCallee.reported;
        boolean onWire = !seen.isEmpty() || !session.ssrcs.isEmpty();
        return !session.isEmpty() && (heard || onWire || !reported.isEmpty());
    }

    /** What a report that is not {@link #remember}ed says about both directions. */
    void hear(RtcpReport report) {
        int reporter = session.sideOf("", report.source(), report.destination());
        if (reporter == LineState.UNKNOWN) {
            return;
        }
        WayState received = reporter == LineState.CALLER ? fromCallee : fromCaller;
        WayState sent = reporter == LineState.CALLER ? fromCaller : fromCallee;
        sent.reported |= report.senderPackets() > 0;
        if (report.hasBlock()) {
            received.reported |= report.highestSequence() > 0;
        } else if (!isRemembered(report)) {
            received.unheard++;
        }
    }

    /**
     * Whether it is a sender report that was seen before, by whichever node and on whichever hop.
     */
    private boolean isRemembered(RtcpReport report) {
        for (SenderReportState known : reports) {
            if (known.ntpMiddle == report.ntpMiddle() && known.ssrc == report.senderSsrc()) {
                return true;
            }
        }
        return false;
    }

    /** Takes over what 0.1 knew. */
    RtcpState migrate() {
        for (MediumState medium : media) {
            session.restore(
                    medium.ip,
                    medium.port,
                    medium.rtcpPort,
                    medium.line,
                    medium.audio,
                    new Codec(0, medium.codec, medium.clockRate),
                    medium.agreed);
        }
        media = new ArrayList<>();
        reported.forEach(ReportedState::migrate);
        return this;
    }

    /**
     * When the state is to be forgotten if nothing more is heard. What is still said of a call a
     * minute after it was over is of another, and does not prolong it.
     */
    public long deadline(long setupTimeout, long maxDuration) {
        long deadline = silent(setupTimeout, maxDuration);
        return overAt > 0 ? Math.min(deadline, overAt + SILENCE) : deadline;
    }

    /** Whether its end has not been seen. */
    boolean isOpen() {
        return overAt == 0 && !ended && (up || !failed);
    }

    private long silent(long setupTimeout, long maxDuration) {
        if (session.isEmpty()) {
            return activeAt + SILENCE;
        }
        if (ended || failed && !up) {
            return activeAt + (seen.isEmpty() && session.ssrcs.isEmpty() ? LINGER : SILENCE);
        }
        return activeAt + (up ? maxDuration : setupTimeout);
    }

    /** The medium that a report is about; null when none is known. */
    @Nullable
    MediumState mediumOf(RtcpReport report) {
        Codec codec = session.mediumOf(report.sourceSsrc(), report.source(), report.destination());
        return codec == null ? null : MediumState.of(codec.name(), codec.clockRate());
    }

    /** Keeps a sender report for the round trip of those that will answer it. */
    void remember(RtcpReport report) {
        activeAt = Math.max(activeAt, report.timeMicros());
        if (report.ntpMiddle() == 0) {
            return;
        }
        int hop = SenderReportState.hop(report.source(), report.destination());
        for (SenderReportState known : reports) {
            if (known.hop == hop && known.distance(report.node(), report.ntpMiddle()) == 0) {
                return;
            }
        }
        reports.add(new SenderReportState(report));
        if (reports.size() > REPORTS_LIMIT) {
            reports.remove(0);
        }
        while (reports.size() > 1 && reportsSize() > REPORTS_ROOM) {
            reports.remove(0);
        }
    }

    /**
     * A round trip from end to end, of which this is the half between the capturing node and the
     * reporter.
     *
     * @return ms, a sum to a tenth, for each half is by a delay in 1/65536 s; NaN while the other
     *     half is not known. Of a reporter that sends no media, and so no sender reports that could
     *     be answered, it never will be: then the half as it is
     */
    double whole(RtcpReport report, double ms) {
        if (Double.isNaN(ms)) {
            return ms;
        }
        halves.removeIf(half -> half.isOf(report));
        halves.add(HalfTripState.of(report, ms));
        while (halves.size() > HALVES_LIMIT || halves.size() > 1 && halvesSize() > HALVES_ROOM) {
            halves.remove(0);
        }
        HalfTripState other = other(report);
        if (other != null) {
            return Math.round((ms + other.ms) * 10) / 10.0;
        }
        boolean answerable = report.ntpMiddle() != 0 || hears(report.node(), report.senderSsrc());
        return answerable ? Double.NaN : ms;
    }

    /** Whether a node saw sender reports of that SSRC. */
    boolean hears(String node, long ssrc) {
        for (SenderReportState report : reports) {
            if (ssrc != -1 && report.ssrc == ssrc && report.node.equals(node)) {
                return true;
            }
        }
        return false;
    }

    /** The other half, on the same hop, else on another that the reports were passed on to. */
    private HalfTripState other(RtcpReport report) {
        HalfTripState other = null;
        for (HalfTripState half : halves) { // the youngest is the last
            boolean opposite = half.isOpposite(report);
            if (opposite
                    || half.isBetweenSameEnds(report)
                            && (other == null || !other.isOpposite(report))) {
                other = half;
            }
        }
        return other;
    }

    private int halvesSize() {
        int size = 0;
        for (HalfTripState half : halves) {
            size += half.size();
        }
        return size;
    }

    /** The summary of the stream that a report is about; null when there is no room for one. */
    @Nullable
    ReportedState streamOf(RtcpReport report) {
        for (ReportedState stream : reported) {
            if (stream.isOf(report)) {
                return stream;
            }
        }
        ReportedState stream = ReportedState.of(report);
        return hasRoom(stream, REPORTED_LIMIT, REPORTED_ROOM) ? added(stream) : null;
    }

    /** Likewise. */
    @Nullable
    ReportedState streamOf(QualityReport report) {
        for (ReportedState stream : reported) {
            if (stream.isOf(report)) {
                return stream;
            }
        }
        ReportedState stream = ReportedState.of(report);
        return hasRoom(stream, OTHERS_LIMIT, OTHERS_ROOM) ? added(stream) : null;
    }

    /** Which way a stream goes, by SDP; empty when SDP does not say. */
    String directionOf(ReportedState stream) {
        int receiver = session.sideOf(stream.receiverTag, stream.reporter, stream.sender);
        return switch (receiver) {
            case LineState.CALLER -> RtpStream.FROM_CALLEE;
            case LineState.CALLEE -> RtpStream.FROM_CALLER;
            default -> "";
        };
    }

    private ReportedState added(ReportedState stream) {
        reported.add(stream);
        return stream;
    }

    private boolean hasRoom(ReportedState more, int limit, int room) {
        int streams = 0;
        int size = more.size();
        for (ReportedState stream : reported) {
            if (stream.isOfRtcp() == more.isOfRtcp()) {
                streams++;
                size += stream.size();
            }
        }
        return streams < limit && size <= room;
    }

    private int reportsSize() {
        int size = 0;
        for (SenderReportState report : reports) {
            size += report.node.length();
        }
        return size;
    }

    /** Who captured reports about it; empty where that is not known. */
    String node() {
        if (!reported.isEmpty()) {
            return reported.get(0).node;
        }
        return reports.isEmpty() ? "" : reports.get(0).node;
    }

    /**
     * The sender report that a block answers, as its node saw it pass, to the unit that JSON, which
     * has microseconds cut off, may be wrong by; null when it did not.
     */
    @Nullable
    SenderReportState sent(RtcpReport report) {
        SenderReportState exact = sent(report, 0);
        return exact == null ? sent(report, 1) : exact;
    }

    /** On the hop that the answer takes back, else the first. */
    private SenderReportState sent(RtcpReport answer, int within) {
        int hop = SenderReportState.hop(answer.destination(), answer.source());
        SenderReportState first = null;
        for (SenderReportState report : reports) {
            if (report.distance(answer.node(), answer.lsr()) <= within) {
                if (report.hop == hop) {
                    return report;
                }
                first = first == null ? report : first;
            }
        }
        return first;
    }
}
