package io.siphon.udf.stream;

import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.SocketsOfCall;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives each report the one call that it is of. Keyed by the two sockets that it goes between;
 * {@link io.siphon.udf.order.InOrder} runs it.
 *
 * <p>A report without an id is of the call under which another agent captured the same one, else
 * the one before; else of the call whose SDP has both of its sockets, else of the only one that is
 * up and has one of them. It waits {@link #APART} for that. Of no call that is known, or of one
 * that nobody can tell, it goes on as it is. Of legs that all have both sockets it is of the one
 * that began last, as in captures.
 *
 * <p>A report that came under two ids is one, and so is its stream: both get one of the ids. That
 * is the one of SDP if that is known, else the one that was seen first. An id that SDP does not
 * have here waits once, for the first report under it. An id alone is believed, whatever SDP says:
 * the signalling of its call may not have been captured.
 *
 * <p>Metrics: {@code notFollowed}, reports between sockets that there is no room for; {@code
 * ambiguousReports}, which several calls that are up have a socket of: they have no call.
 */
final class PairTracker extends InOrderFunction<String, RtcpEvent, RtcpEvent> {

    private static final long serialVersionUID = 1L;

    /** How far apart two agents see one report at most, µs. */
    static final long APART = 1_000_000;

    /** How much later a mirror, or an agent elsewhere, repeats one that answers another; µs. */
    private static final long REPEATED = 30_000_000;

    /** Longer than between two reports of a stream, µs. */
    private static final long NEXT = 10_000_000;

    /** How long a pair of sockets is known after its last report, µs. */
    static final long RETENTION = 60_000_000;

    private final Ceiling ceiling;

    private transient long most;
    private transient PackedState<PairState> pairs;
    private transient Counter notFollowed;
    private transient Counter ambiguousReports;

    PairTracker(Ceiling ceiling) {
        this.ceiling = ceiling;
    }

    @Override
    public void open(OpenContext context) {
        pairs = new PackedState<>(getRuntimeContext(), state(), new PairStateCodec());
        notFollowed = getRuntimeContext().getMetricGroup().counter("notFollowed");
        ambiguousReports = getRuntimeContext().getMetricGroup().counter("ambiguousReports");
        most = ceiling.placesOf(getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        PairState pair = pairs.value();
        return pair == null ? NEVER : pair.timer;
    }

    @Override
    protected void flush() throws Exception {
        pairs.close();
    }

    @Override
    protected long places() {
        return pairs.places();
    }

    @Override
    protected void recounted(long places) {
        pairs.recounted(places);
    }

    @Override
    protected long micros(RtcpEvent event) {
        boolean named = event instanceof SocketsOfCall || !callId(event).isEmpty();
        return named ? event.timeMicros() : event.timeMicros() + APART;
    }

    @Override
    protected int turn(RtcpEvent event) {
        return event instanceof SocketsOfCall ? 0 : 1;
    }

    @Override
    protected Comparator<RtcpEvent> ties() {
        return RtcpEvent.ORDER;
    }

    @Override
    public void processElement(RtcpEvent event, Context context, Collector<RtcpEvent> out)
            throws Exception {
        PairState pair = pairs.value();
        if (pair == null && pairs.places() >= most) {
            notFollowed.inc();
            if (!(event instanceof SocketsOfCall)) {
                out.collect(event);
            }
            return;
        }
        pair = pair == null ? new PairState() : pair;
        pair.activeAt = Math.max(pair.activeAt, event.timeMicros());
        if (event instanceof SocketsOfCall known) {
            pair.own(known, RETENTION);
        } else if (callId(event).isEmpty()) {
            RtcpEvent report = unnamed(event, pair);
            boolean shared = callId(report).isEmpty() && isShared(pair, event.timeMicros());
            ambiguousReports.inc(shared ? 1 : 0);
            out.collect(report);
        } else if (waits(event, pair)) {
            pair.waiting.add(event);
        } else {
            out.collect(named(event, pair));
        }
        store(pair);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtcpEvent> out)
            throws Exception {
        PairState pair = pairs.value();
        pair.timer = NEVER;
        List<RtcpEvent> due = new ArrayList<>(pair.waiting);
        due.removeIf(report -> report.timeMicros() + APART > timestamp * 1000);
        pair.waiting.removeAll(due);
        due.forEach(report -> out.collect(named(report, pair)));
        boolean over = isOver() || pair.activeAt + RETENTION <= timestamp * 1000;
        if (over && pair.waiting.isEmpty()) {
            pairs.clear();
        } else {
            store(pair);
        }
    }

    /** Whether another id may be the better one, and nothing is known of this one yet. */
    private static boolean waits(RtcpEvent report, PairState pair) {
        String id = callId(report);
        PairOwner owner = pair.owner(report.timeMicros(), RETENTION);
        return owner != null
                && !owner.callId.equals(id)
                && !isFresh(pair.name(id), report.timeMicros())
                && pair.waiting.size() < PairState.WAITING;
    }

    /** Of a report that is nobody's: whether calls have its sockets. */
    private static boolean isShared(PairState pair, long at) {
        return pair.owners.stream().anyMatch(owner -> at - owner.at <= RETENTION);
    }

    private static boolean isFresh(PairState.Name name, long at) {
        return name != null && at - name.at <= RETENTION;
    }

    private static RtcpEvent named(RtcpEvent report, PairState pair) {
        String id = callId(report);
        long hash = hash(report);
        long at = report.timeMicros();
        String as = idOf(report, id, hash, pair);
        pair.remember(hash, at, id, as);
        pair.use(id, as, at);
        return as.equals(id) ? report : of(report, as);
    }

    private static String idOf(RtcpEvent report, String id, long hash, PairState pair) {
        long at = report.timeMicros();
        PairState.Name name = pair.name(id);
        String as = isFresh(name, at) ? name.as : id;
        PairState.Copy copy = pair.copy(hash, at, within(report));
        String other = copy == null ? null : pair.idOf(copy.to);
        if (other == null || copy.from == id.hashCode()) {
            return as;
        }
        PairState.Name turned = copy.from == copy.to ? null : pair.name(copy.from);
        if (turned != null && as.equals(id) && !as.equals(other)) {
            turned.as = id; // what had been one with another call is one with this call now
            return id;
        }
        return other;
    }

    private static RtcpEvent unnamed(RtcpEvent report, PairState pair) {
        long hash = hash(report);
        long at = report.timeMicros();
        PairState.Copy copy = pair.copy(hash, at, within(report));
        String same = copy == null ? null : pair.idOf(copy.to);
        String as = same == null ? callAt(at, pair) : same;
        if (as.isEmpty()) {
            return report;
        }
        pair.remember(hash, at, "", as);
        return of(report, as);
    }

    private static String callAt(long at, PairState pair) {
        PairState.Name last = pair.names.isEmpty() ? null : pair.names.get(pair.names.size() - 1);
        PairOwner owner = pair.owner(at, RETENTION);
        if (last != null && at - last.at <= NEXT && !(owner != null && owner.since() > last.at)) {
            return last.as;
        }
        return owner == null ? "" : owner.callId;
    }

    /** Of all that it says of its stream; 0 where that does not tell it from others. */
    private static long hash(RtcpEvent report) {
        if (report instanceof ReportedQuality quality) {
            return quality.report().contentHash();
        }
        RtcpReport rtcp = (RtcpReport) report;
        if (rtcp.hasBlock()) {
            return rtcp.blockHash() * 31 + rtcp.sourceSsrc();
        }
        return rtcp.ntpMiddle() == 0 ? 0 : rtcp.ntpMiddle() * 31 + rtcp.senderSsrc();
    }

    /** How far apart two that say the same are one, see {@link #hash}. */
    private static long within(RtcpEvent report) {
        boolean unique = report instanceof RtcpReport rtcp && (!rtcp.hasBlock() || rtcp.lsr() != 0);
        return unique ? REPEATED : APART;
    }

    private static String callId(RtcpEvent report) {
        return report instanceof RtcpReport rtcp
                ? rtcp.callId()
                : ((ReportedQuality) report).report().callId();
    }

    /** The same report, of that call. */
    private static RtcpEvent of(RtcpEvent report, String callId) {
        return report instanceof RtcpReport rtcp
                ? rtcp.of(callId)
                : new ReportedQuality(((ReportedQuality) report).report().of(callId));
    }

    private void store(PairState pair) throws Exception {
        long deadline =
                pair.waiting.isEmpty()
                        ? pair.activeAt + RETENTION
                        : pair.waiting.get(0).timeMicros() + APART;
        pair.timer = wake(pair.timer, deadline);
        pairs.update(pair);
    }
}
