package io.siphon.udf.alert;

import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.udf.finding.Finding;

import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How findings become alerts, of one node and subject. A finding opens an alert, or lets it go on;
 * time without one closes it. Emits the whole row at each of these.
 */
final class LifeRules {

    static final String MAINTENANCE = "maintenance";

    /** Detectors whose window is the time that something lasted. */
    private static final Set<String> OF_TIMES =
            Set.of(
                    CaptureGaps.NAME,
                    JournalGaps.NAME,
                    StateLimits.NAME,
                    AgentSkews.NAME,
                    "agent_silent");

    /**
     * Likewise, and found again as often as something comes that shows that it lasts: OPTIONS. So
     * the time between two findings says how long to wait for the next.
     */
    private static final Set<String> OF_PAUSES = Set.of("options_down", "flood_adaptive");

    /** What lasts is found again so often, at least. */
    private static final long LONGEST_PAUSE = 60_000_000L;

    /** Baselines judge steps of an hour at most. */
    private static final long LONGEST_STEP = 3_600_000_000L;

    private final String node;
    private final String subject;
    private final LivesState state;
    private final LifeSettings settings;
    private final Set<String> silent;
    private final Consumer<Alert> out;

    /**
     * @param silent detectors whose alerts only explain others here, and are emitted elsewhere
     */
    LifeRules(
            String node,
            String subject,
            LivesState state,
            LifeSettings settings,
            Set<String> silent,
            Consumer<Alert> out) {
        this.node = node;
        this.subject = subject;
        this.state = state;
        this.settings = settings;
        this.silent = silent;
        this.out = out;
    }

    /**
     * @param maintained whether its window lies in a maintenance window
     */
    void apply(Finding finding, boolean maintained) {
        String suppressedBy = maintained ? MAINTENANCE : cause(finding);
        LifeState life = state.of(finding.detector());
        if (life == null) {
            open(finding, suppressedBy);
            return;
        }
        boolean rewritten = finding.startMicros() == life.lastStart;
        // what began before may still last: a subject may have several states
        boolean late = finding.startMicros() < life.lastStart && finding.endMicros() <= life.lastAt;
        if (life.isClosed() && (late || rewritten)) {
            // it is over, and known to be: what comes late can only add to what was found
            take(life, finding, late);
            emit(life, false);
            return;
        }
        boolean changed = life.isClosed() ? reopen(life, finding, suppressedBy) : false;
        take(life, finding, late);
        changed |= !late && follow(life, finding, suppressedBy);
        emit(life, changed);
    }

    /** The alert that explains a finding, open or found in its window; empty without one. */
    private String cause(Finding finding) {
        if (settings.dependencies()) {
            for (String cause : Dependencies.causes(finding.detector())) {
                LifeState life = state.of(cause);
                if (life != null && (!life.isClosed() || life.lastAt > finding.startMicros())) {
                    return cause;
                }
            }
        }
        return "";
    }

    private void open(Finding finding, String suppressedBy) {
        LifeState life = new LifeState();
        life.detector = finding.detector();
        life.openedAt = finding.startMicros();
        life.changedAt = finding.startMicros();
        life.lastStart = Long.MIN_VALUE;
        life.severity = finding.severity();
        life.level = finding.severity();
        life.suppressedBy = suppressedBy;
        life.state = suppressedBy.isEmpty() ? AlertState.OPEN : AlertState.SUPPRESSED;
        take(life, finding, false);
        state.lives.add(life);
        emit(life, true);
    }

    private boolean reopen(LifeState life, Finding finding, String suppressedBy) {
        life.reopened++;
        life.closedAt = 0;
        life.changedAt = Math.max(finding.startMicros(), life.changedAt);
        life.level = finding.severity();
        life.milderSince = 0;
        life.suppressedBy = suppressedBy;
        life.state = suppressedBy.isEmpty() ? AlertState.OPEN : AlertState.SUPPRESSED;
        return true;
    }

    /** Adds what was found. */
    private static void take(LifeState life, Finding finding, boolean late) {
        boolean first = life.windows == 0;
        if (finding.severity().compareTo(life.severity) > 0) {
            life.severity = finding.severity();
        }
        if (first
                || finding.isWorseThan(life.peak)
                || (finding.startMicros() == life.lastStart && finding.value() == life.peak)) {
            life.peak = finding.value();
            life.threshold = finding.threshold();
            life.text = finding.text();
        }
        if (late) {
            return;
        }
        life.span = span(life, finding);
        if (finding.startMicros() > life.lastStart) {
            life.windows++;
            life.countBefore += life.lastCount;
            life.lastStart = finding.startMicros();
        }
        if (finding.startMicros() == life.lastStart) {
            life.lastCount = finding.count();
        } else { // of a window before, which goes on
            life.countBefore = Math.max(life.countBefore, finding.count());
        }
        life.lastAt = Math.max(life.lastAt, finding.endMicros());
    }

    /** A pause counts until as much time has passed without one: several may be found in turn. */
    private static long span(LifeState life, Finding finding) {
        boolean goesOn = finding.startMicros() <= life.lastAt;
        if (!goesOn || !OF_PAUSES.contains(life.detector)) {
            return finding.endMicros() - finding.startMicros();
        }
        long pause = Math.max(0, finding.endMicros() - life.lastAt);
        return Math.max(pause, life.span - pause);
    }

    /**
     * What an alert that is not closed gets to be.
     *
     * @return whether that is another than it was
     */
    private boolean follow(LifeState life, Finding finding, String suppressedBy) {
        if (!life.isKnown() && suppressedBy.isEmpty()) {
            life.suppressedBy = "";
            life.level = finding.severity();
            return become(life, AlertState.OPEN, finding.startMicros());
        }
        int rise = finding.severity().compareTo(life.level);
        if (rise > 0) {
            life.milderSince = 0;
            if (suppressedBy.isEmpty()) {
                life.level = finding.severity();
                // a window that lasts began before it got better, and better before worse again
                long since = Math.max(finding.startMicros(), life.changedAt);
                return become(life, AlertState.WORSE, since);
            }
        } else if (rise == 0) {
            life.milderSince = 0;
        } else if (life.milderSince == 0) {
            life.milderSince = finding.startMicros();
        } else if (finding.endMicros() - life.milderSince >= closeAfter(life)) {
            life.milderSince = 0;
            life.level = finding.severity();
            return life.isKnown() && become(life, AlertState.BETTER, finding.endMicros());
        }
        return false;
    }

    private static boolean become(LifeState life, AlertState state, long micros) {
        life.state = state;
        life.changedAt = micros;
        return true;
    }

    /** Closes and forgets what is due, epoch µs. */
    void pass(long now) {
        for (Iterator<LifeState> all = state.lives.iterator(); all.hasNext(); ) {
            LifeState life = all.next();
            if (!life.isClosed() && closesAt(life) <= now) {
                close(life, closesAt(life));
            }
            if (life.isClosed() && endsAt(life) <= now) {
                all.remove();
            }
        }
    }

    /** There is no room: all are closed, and forgotten. */
    void evict(long now) {
        for (LifeState life : state.lives) {
            if (!life.isClosed()) {
                close(life, Math.max(now, life.lastAt));
            }
        }
        state.lives.clear();
    }

    /** Nothing more comes, so nobody knows how it went on: what is open stays so. */
    void endOfInput() {
        state.lives.clear();
    }

    private void close(LifeState life, long micros) {
        life.closedAt = micros;
        become(life, AlertState.CLOSED, micros);
        emit(life, true);
    }

    /** The next thing that time brings, epoch µs; there must be an alert. */
    long deadline() {
        return state.lives.stream()
                .mapToLong(life -> life.isClosed() ? endsAt(life) : closesAt(life))
                .min()
                .orElseThrow();
    }

    private long closesAt(LifeState life) {
        return life.lastAt + closeAfter(life);
    }

    /** Of windows that are longer than usual, one may be without a finding. */
    private long closeAfter(LifeState life) {
        long longest = OF_TIMES.contains(life.detector) ? LONGEST_PAUSE : LONGEST_STEP;
        return Math.max(settings.closeAfterMicros(), 2 * Math.min(life.span, longest));
    }

    private long endsAt(LifeState life) {
        return life.closedAt + settings.reopenWithinMicros();
    }

    private void emit(LifeState life, boolean change) {
        if (silent.contains(life.detector)) {
            return;
        }
        out.accept(
                new Alert(
                        life.detector,
                        life.severity,
                        node,
                        subject,
                        life.state,
                        life.openedAt,
                        life.lastAt,
                        life.changedAt,
                        life.closedAt,
                        life.peak,
                        life.threshold,
                        life.windows,
                        life.reopened,
                        life.countBefore + life.lastCount,
                        life.suppressedBy,
                        life.text,
                        change));
    }
}
