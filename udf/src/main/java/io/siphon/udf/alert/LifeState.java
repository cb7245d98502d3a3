package io.siphon.udf.alert;

import io.siphon.schema.AlertState;
import io.siphon.schema.Severity;

/** State: the life of one detector's alert about a subject. Times are epoch µs, 0 for not yet. */
public class LifeState {

    public String detector = "";
    public AlertState state = AlertState.OPEN;

    /** The highest so far. */
    public Severity severity = Severity.WARNING;

    /** As it is now. */
    public Severity level = Severity.WARNING;

    public long openedAt;

    /** Of the last window. */
    public long lastStart;

    public long lastAt;

    /** Length of the last window, or time between findings, µs: see {@link LifeRules}. */
    public long span;

    public long changedAt;
    public long closedAt;
    public double peak;
    public double threshold;
    public int windows;
    public int reopened;

    /** Of the windows before the last. */
    public long countBefore;

    public long lastCount;

    /** Since when the severity has been lower than {@link #level}; 0 when it is not. */
    public long milderSince;

    public String suppressedBy = "";
    public String text = "";

    public LifeState() {}

    boolean isClosed() {
        return state == AlertState.CLOSED;
    }

    /** Whether people were notified: it has been open. */
    boolean isKnown() {
        return suppressedBy.isEmpty();
    }
}
