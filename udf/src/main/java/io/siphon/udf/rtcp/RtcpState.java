package io.siphon.udf.rtcp;

import io.siphon.udf.order.InOrderFunction;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** State: the media of one call, and the sender reports that a round trip may be told from. */
public class RtcpState {

    /** More sockets of a call than this are not known. */
    static final int MEDIA_LIMIT = 64;

    /** Sender reports come every 5 s or so from each side of each medium. */
    static final int REPORTS_LIMIT = 32;

    /** Of more streams than these no summary is kept. */
    static final int REPORTED_LIMIT = 32;

    /**
     * How long reports, or another attempt, may follow the end of a call; µs. Most calls in state
     * are over: it is three times the usual interval of reports, and no more.
     */
    static final long LINGER = 15_000_000;

    /** How long reports may pause if no signalling ends the call; µs. */
    static final long SILENCE = 60_000_000;

    /** Characters of the identifiers of media, sender reports and summaries. */
    private static final int MEDIA_ROOM = 2_500;

    private static final int REPORTS_ROOM = 1_000;
    private static final int REPORTED_ROOM = 5_000;

    public List<MediumState> media = new ArrayList<>();
    public List<SenderReportState> reports = new ArrayList<>();
    public List<ReportedState> reported = new ArrayList<>();

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

    public void apply(MediaEvent event) {
        activeAt = Math.max(activeAt, event.timeMicros());
        up |= event.up();
        ended |= event.bye();
        if (event.up()) {
            overAt = 0;
        } else if (event.bye() && event.answer() && overAt == 0) {
            overAt = event.timeMicros();
        }
        failed = event.failed() || failed && event.lines().length == 0;
        for (int i = 0; i < event.lines().length; i++) {
            learn(event, i);
        }
    }

    /**
     * When the state is to be forgotten if nothing more is heard. What is still said of a call a
     * minute after it was over is of another, and does not prolong it.
     */
    public long deadline(long setupTimeout, long maxDuration) {
        long deadline = silent(setupTimeout, maxDuration);
        return overAt > 0 ? Math.min(deadline, overAt + SILENCE) : deadline;
    }

    private long silent(long setupTimeout, long maxDuration) {
        if (media.isEmpty()) {
            return activeAt + SILENCE;
        }
        if (ended || failed && !up) {
            return activeAt + LINGER;
        }
        return activeAt + (up ? maxDuration : setupTimeout);
    }

    /**
     * The medium that a report is about: the reporter's, whose socket the report comes from, else
     * the other side's of the same hop, else any audio of the call. Null when none is known.
     */
    MediumState mediumOf(RtcpReport report) {
        MediumState best = at(report.source());
        if (best == null) {
            best = at(report.destination());
        }
        if (best != null) {
            return best;
        }
        for (MediumState medium : media) {
            if (medium.audio && (best == null || medium.agreed && !best.agreed)) {
                best = medium;
            }
        }
        return best;
    }

    /** Keeps a sender report for the round trip of those that will answer it. */
    void remember(RtcpReport report) {
        activeAt = Math.max(activeAt, report.timeMicros());
        if (report.ntpMiddle() == 0 || sent(report.node(), report.ntpMiddle()) != null) {
            return;
        }
        reports.add(new SenderReportState(report));
        if (reports.size() > REPORTS_LIMIT) {
            reports.remove(0);
        }
        while (reports.size() > 1 && reportsSize() > REPORTS_ROOM) {
            reports.remove(0);
        }
    }

    /** The summary of the stream that a report is about; null when there is no room for one. */
    @Nullable
    ReportedState streamOf(RtcpQuality quality) {
        for (ReportedState stream : reported) {
            if (stream.isOf(quality)) {
                return stream;
            }
        }
        ReportedState stream = ReportedState.of(quality);
        if (reported.size() == REPORTED_LIMIT || reportedSize() + stream.size() > REPORTED_ROOM) {
            return null;
        }
        reported.add(stream);
        return stream;
    }

    private int reportsSize() {
        int size = 0;
        for (SenderReportState report : reports) {
            size += report.node.length();
        }
        return size;
    }

    private int reportedSize() {
        int size = 0;
        for (ReportedState stream : reported) {
            size += stream.size();
        }
        return size;
    }

    private int mediaSize() {
        int size = 0;
        for (MediumState medium : media) {
            size += medium.size();
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

    /** The sender report with that time as that node saw it; null when it did not. */
    SenderReportState sent(String node, long ntpMiddle) {
        for (SenderReportState report : reports) {
            if (report.is(node, ntpMiddle)) {
                return report;
            }
        }
        return null;
    }

    private MediumState at(String socket) {
        int start = socket.indexOf(':') + 1;
        int end = socket.lastIndexOf(':');
        if (start == 0 || end < start) {
            return null;
        }
        String ip = socket.substring(start, end).replace("[", "").replace("]", "");
        String port = socket.substring(end + 1);
        for (MediumState medium : media) {
            if (medium.takes(ip, port)) {
                return medium;
            }
        }
        return null;
    }

    private void learn(MediaEvent event, int index) {
        MediaEvent.Line line = event.lines()[index];
        if (line.port() == 0 || line.codec().isEmpty()) {
            return;
        }
        if (event.answer() && !event.branch().isEmpty()) {
            for (MediumState offered : media) {
                if (offered.line == index && offered.branch.equals(event.branch())) {
                    offered.agree(line);
                }
            }
        }
        MediumState medium = announced(line);
        if (mediaSize() - medium.size() + MediumState.size(line, event.branch()) > MEDIA_ROOM) {
            media.remove(medium);
            return;
        }
        if (!event.answer() && medium.agreed && medium.branch.equals(event.branch())) {
            return;
        }
        medium.ip = line.ip();
        medium.port = line.port();
        medium.rtcpPort = line.rtcpPort();
        medium.audio = line.audio();
        medium.codec = line.codec();
        medium.clockRate = line.clockRate();
        medium.branch = event.branch();
        medium.line = index;
        medium.agreed = event.answer();
    }

    private MediumState announced(MediaEvent.Line line) {
        for (MediumState medium : media) {
            if (medium.isAt(line)) {
                return medium;
            }
        }
        MediumState medium = new MediumState();
        if (media.size() < MEDIA_LIMIT) {
            media.add(medium);
        }
        return medium;
    }
}
