package io.siphon.console.report;

import io.siphon.console.ConsoleException;
import io.siphon.console.report.Report.Share;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Call;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Builds a report from the store, row by row: memory does not grow with the number of rows. */
public final class ReportBuilder {

    private final Store store;
    private final ReportRequest request;
    private final Grid grid;
    private final Span span;
    private final Slices slices;
    private final Series total;
    private final Groups groups;
    private final Tally previous = new Tally();
    private final ConcurrentCalls upBefore = new ConcurrentCalls();
    private final Breakdown breakdown = new Breakdown();
    private long openCalls;

    private ReportBuilder(Store store, ReportRequest request, int mostLines) {
        this.store = store;
        this.request = request;
        this.grid = Grid.of(store, request.span());
        this.span = grid.align(request.span());
        if (span.lengthMicros() <= 0) {
            throw new RequestException(
                    "the period is shorter than the stored windows of %s: expected a longer one"
                            .formatted(Lengths.text(grid.windowMicros())));
        }
        Duration every = request.every() == null ? Slices.step(span, grid) : request.every();
        this.slices = Slices.of(span, every, request.zone(), grid);
        slices.bound(1, mostLines); // before anything is read
        this.total = new Series(slices);
        this.groups = Groups.find(store, span, grid, request, slices, mostLines);
    }

    /**
     * @param now when it is made
     * @throws ConsoleException in one sentence, when it cannot be made
     */
    public static Report build(Store store, ReportRequest request, Instant now) {
        return build(store, request, now, Integer.MAX_VALUE);
    }

    /**
     * Likewise, beside a job whose heap it takes.
     *
     * @param mostLines of figures: slices of each group and of all
     */
    public static Report build(Store store, ReportRequest request, Instant now, int mostLines) {
        return new ReportBuilder(store, request, mostLines).build(now);
    }

    private Report build(Instant now) {
        Span both = span.before().with(span);
        store.calls(both, this::add);
        store.registrations(both, this::add);
        total.whole().registrations.addresses(store.registeringAddresses(span));
        previous.registrations.addresses(store.registeringAddresses(span.before()));
        for (MediaMetric metric : MediaMetric.values()) {
            store.windows(metric.metric(), both, window -> add(metric, window));
        }
        groups.addMediaOfCalls(store, span, grid);
        long countedUntil = store.measuredUntil("call_concurrent", both);
        store.callsUp(both, call -> addUp(call, countedUntil));
        Incidents incidents = Incidents.in(store, span);
        return new Report(
                store.title(),
                request.zone(),
                now,
                request.span(),
                span,
                grid.windowMicros(),
                completeness(),
                incidents.count(),
                incidents.shown(),
                total.total(),
                previous.result(),
                request.every() != null,
                total.result(),
                request.by(),
                groups.result(),
                breakdown.responses(),
                breakdown.outcomes(),
                breakdown.mediaVerdicts(),
                breakdown.causes(),
                Hops.in(store, span),
                breakdown.durations(),
                breakdown.slowest(),
                breakdown.failed(),
                WorstStreams.in(store, span),
                breakdown.registrationOutcomes(),
                breakdown.registrationResponses(),
                registrations());
    }

    private void add(Call call) {
        if (!request.counts(call)) {
            return;
        }
        long start = RowTime.start(call);
        if (!span.contains(start)) {
            previous.calls.add(call);
            return;
        }
        openCalls += call.endedAt() > 0 ? 0 : 1;
        breakdown.add(call);
        total.add(start, tally -> tally.calls.add(call));
        groups.add(call, group -> group.add(start, tally -> tally.calls.add(call)));
    }

    private void add(Registration registration) {
        long start = RowTime.start(registration);
        if (!span.contains(start)) {
            previous.registrations.add(registration);
            return;
        }
        breakdown.add(registration);
        total.add(start, tally -> tally.registrations.add(registration));
        groups.add(
                registration,
                group -> group.add(start, tally -> tally.registrations.add(registration)));
    }

    private void add(MediaMetric metric, Measurement window) {
        long start = window.startMicros();
        try {
            if (!span.contains(start)) {
                previous.media(metric).add(start, window.sketch());
                return;
            }
            total.add(start, tally -> tally.media(metric).add(start, window.sketch()));
            groups.add(
                    window,
                    group ->
                            group.add(
                                    start,
                                    tally -> tally.media(metric).add(start, window.sketch())));
        } catch (IllegalArgumentException e) {
            throw new ConsoleException(
                    "measurements of %s at %s cannot be read: %s"
                            .formatted(metric.metric(), Span.instant(start), e.getMessage()),
                    e);
        }
    }

    /**
     * @param countedUntil up to when the job counted calls: until then those without an end were up
     */
    private void addUp(Call call, long countedUntil) {
        Span up = RowTime.up(call, countedUntil);
        Span before = up.within(span.before());
        if (!before.isEmpty()) {
            previous.up(upBefore.begin(before.fromMicros(), before.toMicros()));
        }
        Span now = up.within(span);
        if (!now.isEmpty()) {
            total.addUp(now);
            groups.add(call, group -> group.addUp(now));
        }
    }

    private Completeness completeness() {
        Gaps gaps = Gaps.in(store, span);
        Counts undecodable = new Counts();
        store.read(
                "SELECT reason, COUNT(*) FROM undecodable WHERE received_at >= ? AND received_at"
                        + " < ? GROUP BY reason",
                row -> new Share(row.getString(1), "", row.getLong(2), 0),
                share -> undecodable.add(share.key(), share.count()),
                span.fromUtc(),
                span.toUtc());
        store.windows(
                "undecodable_not_kept",
                span,
                window -> undecodable.add(window.tag("reason"), (long) window.field("count")));
        long[] refused = {0};
        store.read(
                "SELECT COUNT(*) FROM quarantine WHERE at >= ? AND at < ?",
                row -> row.getLong(1),
                count -> refused[0] = count,
                span.fromUtc(),
                span.toUtc());
        Counts drops = new Counts();
        Span[] dropping = {null};
        store.windows(
                "kernel_drops",
                span,
                window -> {
                    drops.add(window.tag("socket"), (long) window.field("count"));
                    Span time = new Span(window.startMicros(), window.endMicros());
                    dropping[0] = dropping[0] == null ? time : dropping[0].with(time);
                });
        Counts late = new Counts();
        store.windows(
                "late_samples",
                span,
                window -> late.add(window.tag("metric"), (long) window.field("count")));
        return new Completeness(
                gaps.recorded(),
                gaps.all(),
                NotListening.in(store, span),
                undecodable.shares(reason -> reason.replace('_', ' ')),
                refused[0],
                drops.total(),
                dropping[0],
                late.shares(metric -> metric),
                openCalls);
    }

    private List<Share> registrations() {
        Counts answers = new Counts();
        store.windows(
                "sip_responses",
                span,
                window -> {
                    if (window.tag("method").equals("REGISTER")
                            && !window.tag("class").equals("1xx")) {
                        answers.add(window.tag("code"), (long) window.field("count"));
                    }
                });
        return answers.shares(StatusText::of);
    }
}
