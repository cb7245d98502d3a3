package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.util.Comparator;
import java.util.Set;

/**
 * Makes alerts of findings, keyed by node and subject: one row a life, from the first window to the
 * last, emitted anew at each finding and each change. The rules are {@link LifeRules}.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it, so an alert opens when its window is closed, and
 * the rows are the same at any parallelism. At the end of input, alerts that no time has closed
 * stay as they were last written: nothing is made up.
 *
 * <p>Metric: {@code suppressedFindings}, in maintenance windows or explained by another alert.
 */
final class AlertLives extends InOrderFunction<String, Finding, Alert> {

    private static final long serialVersionUID = 1L;

    /** Those that explain others come first. */
    private static final Comparator<Finding> ORDER =
            Comparator.comparingInt((Finding finding) -> Dependencies.depth(finding.detector()))
                    .thenComparing(Finding::detector)
                    .thenComparingLong(Finding::startMicros)
                    .thenComparingLong(Finding::endMicros)
                    .thenComparingLong(Finding::count)
                    .thenComparingDouble(Finding::value)
                    .thenComparing(Finding::text);

    private final LifeSettings settings;
    private final Set<String> silent;
    private final boolean atOnce;

    private transient ValueState<LivesState> subjects;
    @Nullable private transient MaintenanceFile maintenance;
    private transient long places;

    /** Of the current key, as it is in state. */
    private transient int taken;

    private transient Counter suppressed;

    AlertLives(LifeSettings settings) {
        this(settings, Set.of(), false);
    }

    private AlertLives(LifeSettings settings, Set<String> silent, boolean atOnce) {
        this.settings = settings;
        this.silent = silent;
        this.atOnce = atOnce;
    }

    /**
     * @param silent detectors whose findings only explain others here
     */
    static AlertLives explainedBy(Set<String> silent, LifeSettings settings) {
        return new AlertLives(settings, silent, false);
    }

    /**
     * Of what Siphon finds about itself and its agents' clocks. It has times of this machine, of
     * which the messages' may be far behind, and is to be known also when no message comes any
     * more.
     */
    static AlertLives aboutSiphon(LifeSettings settings) {
        return new AlertLives(settings, Set.of(), true);
    }

    /** An alert is objects on the heap, 1 kB of them. */
    static Ceiling ceiling(String kind, AlertSettings settings) {
        return new Ceiling(kind, settings.lives().maxAlerts(), 0, 50_000);
    }

    @Override
    public void open(OpenContext context) {
        subjects = getRuntimeContext().getState(state());
        maintenance =
                settings.maintenance() == null
                        ? null
                        : new MaintenanceFile(settings.maintenance(), System::nanoTime);
        suppressed = getRuntimeContext().getMetricGroup().counter("suppressedFindings");
    }

    @Override
    protected ValueStateDescriptor<LivesState> state() {
        return new ValueStateDescriptor<>("lives", LivesState.class);
    }

    @Override
    protected long nextTimer() throws Exception {
        return known().timer;
    }

    /** Each alert takes one. */
    @Override
    protected long places() {
        return places;
    }

    @Override
    protected void recounted(long all) {
        places = all;
    }

    /** Closed alerts go first, then those that were never sent, then those open longest. */
    @Override
    protected Standing standing() throws Exception {
        int rank = Standing.OVER;
        long since = Long.MAX_VALUE;
        LivesState lives = known();
        for (LifeState life : lives.lives) {
            int own =
                    life.isClosed()
                            ? Standing.OVER
                            : life.isKnown() ? Standing.UP : Standing.UNANSWERED;
            rank = Math.max(rank, own);
            since = Math.min(since, life.openedAt);
        }
        return new Standing(rank, since, "", lives.lives.size());
    }

    /** The end of its window, when it is known. */
    @Override
    protected long micros(Finding finding) {
        return finding.endMicros() - 1;
    }

    @Override
    protected boolean takesAtOnce() {
        return atOnce;
    }

    @Override
    protected Comparator<Finding> ties() {
        return ORDER;
    }

    @Override
    public void processElement(Finding finding, Context context, Collector<Alert> out)
            throws Exception {
        LivesState lives = known();
        LifeRules rules = rules(finding.node(), finding.subject(), lives, out);
        boolean maintained = maintenance != null && maintenance.windows().covers(finding);
        rules.apply(finding, maintained);
        if (!lives.of(finding.detector()).isKnown()) {
            suppressed.inc();
        }
        store(rules, lives);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
            throws Exception {
        LivesState lives = known();
        lives.timer = NEVER;
        String key = context.getCurrentKey();
        LifeRules rules = rules(Finding.node(key), Finding.subject(key), lives, out);
        if (isEvicted()) {
            rules.evict(timestamp * 1000);
        } else if (isOver()) {
            rules.endOfInput();
        } else {
            rules.pass(timestamp * 1000);
        }
        store(rules, lives);
    }

    private LifeRules rules(String node, String subject, LivesState lives, Collector<Alert> out) {
        return new LifeRules(node, subject, lives, settings, silent, out::collect);
    }

    private LivesState known() throws Exception {
        LivesState lives = subjects.value();
        taken = lives == null ? 0 : lives.lives.size();
        return lives == null ? new LivesState() : lives;
    }

    private void store(LifeRules rules, LivesState lives) throws Exception {
        places += lives.lives.size() - taken;
        taken = lives.lives.size();
        if (lives.lives.isEmpty()) {
            subjects.clear();
            return;
        }
        lives.timer = wake(lives.timer, rules.deadline());
        subjects.update(lives);
    }
}
