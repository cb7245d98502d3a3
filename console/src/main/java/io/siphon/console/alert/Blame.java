package io.siphon.console.alert;

import io.siphon.console.alert.BlamedCall.Item;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Tables;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an alert is due to: the smallest set of trunk, node, codec, prefix and user agent that most
 * of its bad calls have in common and the others have not, and the cause that most of these name.
 * Computed from {@code calls} when somebody looks: the bad calls of the alert against the good ones
 * of all trunks meanwhile, and of its subject in the time before.
 *
 * <p>A set is rated by the share of the bad calls that it holds, less that of the others (Youden's
 * index). It begins with the attribute of the highest rate, and grows by another only when that
 * raises the rate.
 *
 * @param set what is to blame, the most telling first; empty when nothing stands out
 * @param explained share of the bad calls that have all of it, 0..1
 * @param others share of the other calls that have all of it but the cause, 0..1
 * @param bad how many bad calls there are; -1: nothing says which calls are
 * @param examples three Call-IDs, over the time of the alert
 */
public record Blame(
        List<String> set, double explained, double others, int bad, List<String> examples) {

    /** Most calls that are read of the time of the alert, and of the time before. */
    private static final int MOST = 10_000;

    /** With fewer, chance explains all. */
    private static final int FEWEST = 5;

    private static final int MOST_ATTRIBUTES = 4;
    private static final int EXAMPLES = 3;

    /** Less is no difference to speak of. */
    private static final double TELLING = 0.3;

    /** By so much must another attribute raise the rate. */
    private static final double GAIN = 0.05;

    /** A cause that fewer of the calls name is not the one. */
    private static final double COMMON = 0.5;

    public static final Blame NONE = new Blame(List.of(), 0, 0, 0, List.of());

    /** Which calls are bad is not known: there is nothing to compare with. */
    private static final Blame NOTHING_USUAL = new Blame(List.of(), 0, 0, -1, List.of());

    /** Whether it is asked of alerts of that detector. */
    public static boolean isOf(String detector) {
        return AlertKind.of(detector).isExplained();
    }

    /** May take as long as the store's statements may. */
    public static Blame of(Alert alert, Store store) {
        if (!isOf(alert.detector())) {
            return NONE;
        }
        Span span = AlertCalls.of(alert).span();
        List<BlamedCall> before = calls(store, span.before(), alert.subject(), "");
        Trouble trouble = trouble(alert, span, before, store);
        if (trouble == null) {
            return NOTHING_USUAL;
        }
        List<BlamedCall> during = calls(store, span, "", "");
        List<BlamedCall> suspects =
                trouble.rows().isEmpty()
                        ? during
                        : calls(store, span, alert.subject(), trouble.rows());
        return of(
                suspects.stream()
                        .filter(call -> trouble.isBad(call) && isOf(call.call(), alert))
                        .toList(),
                Stream.concat(during.stream(), before.stream()).filter(trouble::isGood).toList(),
                trouble.isFailure());
    }

    /**
     * @param causes whether bad calls name a cause
     */
    static Blame of(List<BlamedCall> bad, List<BlamedCall> good, boolean causes) {
        if (bad.size() < FEWEST) {
            return new Blame(List.of(), 0, 0, bad.size(), examples(bad));
        }
        List<Item> set = new ArrayList<>();
        double rate = TELLING - GAIN;
        while (set.size() < MOST_ATTRIBUTES) {
            Item best = null;
            double highest = rate + GAIN;
            for (Item item : candidates(bad, set)) {
                List<Item> more = with(set, item);
                double its = share(bad, more) - share(good, more);
                if (its > highest || (its == highest && isLonger(item, best))) {
                    best = item;
                    highest = its;
                }
            }
            if (best == null) {
                break;
            }
            set.add(best);
            rate = highest;
        }
        List<BlamedCall> blamed = bad.stream().filter(call -> call.has(set)).toList();
        List<String> words = new ArrayList<>();
        set.forEach(item -> words.add(item.name() + " " + item.value()));
        Item cause = causes ? commonCause(blamed) : null;
        if (cause != null) {
            words.add(cause.name() + " " + cause.value());
            blamed = blamed.stream().filter(call -> call.cause().equals(cause)).toList();
        }
        return new Blame(
                words,
                words.isEmpty() ? 0 : (double) blamed.size() / bad.size(),
                set.isEmpty() ? 0 : share(good, set),
                bad.size(),
                examples(blamed));
    }

    /** What at least a tenth of the bad calls have; of a name that is not in the set yet. */
    private static Set<Item> candidates(List<BlamedCall> bad, List<Item> set) {
        Set<String> taken = new HashSet<>();
        set.forEach(item -> taken.add(item.name()));
        Map<Item, Integer> counts = new HashMap<>();
        for (BlamedCall call : bad) {
            call.items().forEach(item -> counts.merge(item, 1, Integer::sum));
        }
        counts.entrySet()
                .removeIf(
                        entry ->
                                taken.contains(entry.getKey().name())
                                        || entry.getValue() * 10 < bad.size());
        return counts.keySet();
    }

    /** Of two prefixes that say the same the longer one says more; otherwise in order of text. */
    private static boolean isLonger(Item item, Item than) {
        if (than == null) {
            return true;
        }
        int length = Integer.compare(item.value().length(), than.value().length());
        boolean prefixes = item.name().equals("prefix") && than.name().equals("prefix");
        return prefixes ? length > 0 : item.toString().compareTo(than.toString()) < 0;
    }

    private static List<Item> with(List<Item> set, Item item) {
        List<Item> more = new ArrayList<>(set);
        more.add(item);
        return more;
    }

    private static double share(List<BlamedCall> calls, List<Item> set) {
        return calls.isEmpty()
                ? 0
                : (double) calls.stream().filter(call -> call.has(set)).count() / calls.size();
    }

    private static Item commonCause(List<BlamedCall> calls) {
        Map<Item, Integer> counts = new HashMap<>();
        calls.forEach(call -> counts.merge(call.cause(), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= COMMON * calls.size())
                .max(
                        Map.Entry.<Item, Integer>comparingByValue()
                                .thenComparing(entry -> entry.getKey().value()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static List<String> examples(List<BlamedCall> calls) {
        List<String> examples = new ArrayList<>();
        int wanted = Math.min(EXAMPLES, calls.size());
        for (int i = 0; i < wanted; i++) {
            int at = wanted == 1 ? 0 : i * (calls.size() - 1) / (wanted - 1);
            examples.add(calls.get(at).call().callId());
        }
        return examples;
    }

    private static boolean isOf(Call call, Alert alert) {
        return call.trunk().equals(alert.subject())
                && (alert.node().isEmpty() || call.node().equals(alert.node()));
    }

    /** Null where nothing says which calls are bad. */
    @Nullable
    private static Trouble trouble(Alert alert, Span span, List<BlamedCall> before, Store store) {
        return switch (alert.detector()) {
            case "acd_drop" -> shorterThanUsual(alert, before);
            case "poor_rtp", "poor_rtcp", "quality_shift" -> {
                Set<String> poor = poor(store, span);
                yield Trouble.of(call -> poor.contains(call.callId()));
            }
            default -> Trouble.of(alert);
        };
    }

    /** Half as long as the mean of the time before, or less. */
    @Nullable
    private static Trouble shorterThanUsual(Alert alert, List<BlamedCall> before) {
        LongSummaryStatistics usual =
                before.stream()
                        .map(BlamedCall::call)
                        .filter(call -> isOf(call, alert) && call.durationMs() >= 0)
                        .mapToLong(Call::durationMs)
                        .summaryStatistics();
        return usual.getCount() < FEWEST
                ? null
                : Trouble.shorterThan(Math.round(usual.getAverage() / 2));
    }

    /** Call-IDs with a poor stream, by either table. */
    private static Set<String> poor(Store store, Span span) {
        Set<String> poor = new HashSet<>();
        poor(store, "streams", "mos", span, poor);
        poor(store, "reported_streams", "mos_mean", span, poor);
        return poor;
    }

    private static void poor(Store store, String table, String mos, Span span, Set<String> poor) {
        if (store.has(table)) {
            store.read(
                    "SELECT DISTINCT call_id FROM %s WHERE started_at >= ? AND started_at < ? AND %s < ? LIMIT %d"
                            .formatted(table, mos, MOST),
                    row -> row.getString(1),
                    poor::add,
                    EpochMicros.utc(span.fromMicros()),
                    EpochMicros.utc(span.toMicros()),
                    MediaFigures.POOR_MOS);
        }
    }

    /**
     * The latest of a span, at most {@link #MOST}, in order of time.
     *
     * @param trunk empty for all
     * @param rows SQL that they meet
     */
    private static List<BlamedCall> calls(Store store, Span span, String trunk, String rows) {
        List<BlamedCall> calls = new ArrayList<>();
        String ofTrunk = trunk.isEmpty() ? "" : " AND t.trunk = ?";
        List<Object> parameters = new ArrayList<>(List.of(span.fromUtc(), span.toUtc()));
        if (!trunk.isEmpty()) {
            parameters.add(trunk);
        }
        store.read(
                Tables.CALLS,
                "WHERE t.started_at >= ? AND t.started_at < ?"
                        + ofTrunk
                        + rows
                        + " ORDER BY t.started_at DESC LIMIT "
                        + MOST,
                call -> calls.add(BlamedCall.of(call)),
                parameters.toArray());
        Collections.reverse(calls);
        return calls;
    }

    /** One sentence, for people. */
    public String words() {
        if (bad < 0) {
            return "too few calls of the time before are stored to compare with";
        }
        if (bad == 0) {
            return "no bad call of it is stored";
        }
        if (bad < FEWEST) {
            return "only " + bad + " bad calls are stored: too few to say";
        }
        if (set.isEmpty()) {
            return "nothing sets the " + bad + " bad calls apart from the others";
        }
        return String.format(
                Locale.ROOT,
                "%s: %.0f %% of %d bad calls, and %.0f %% of the other calls",
                String.join(", ", set),
                explained * 100,
                bad,
                others * 100);
    }
}
