package io.siphon.sources;

import java.util.HashSet;
import java.util.Set;

/**
 * Bounds names that cannot be removed once used, such as those of metrics and of series in a
 * database: a maximum of names is kept, first come, first served, and all others are {@link
 * #OTHER}. An eighth more is kept for those that prove to be frequent among the others, so that
 * whoever invents names before they come does not hide them: {@link SpaceSaving} finds them, with
 * {@value #CANDIDATES} counters.
 */
public final class BoundedNames {

    public static final String OTHER = "other";

    static final int CANDIDATES = 256;

    /** Seen so often, and so large a share of the others, a name is frequent. */
    static final int FREQUENT = 100;

    private static final int FREQUENT_SHARE = 100;
    private static final int KEPT_SHARE = 8;

    private final int max;
    private final int most;
    private final Set<String> names = new HashSet<>();
    private final SpaceSaving<String> candidates = new SpaceSaving<>(CANDIDATES);
    private long others;

    /**
     * @param max names, first come
     */
    public BoundedNames(int max) {
        this.max = max;
        this.most = max + Math.max(1, max / KEPT_SHARE);
    }

    /** The name, or {@link #OTHER} when it is a new one too many. */
    public String of(String name) {
        if (names.contains(name)) {
            return name;
        }
        if (names.size() < max || names.size() < most && isFrequent(name)) {
            names.add(name);
            return name;
        }
        return OTHER;
    }

    private boolean isFrequent(String name) {
        others++;
        SpaceSaving.Tally<String> candidate = candidates.add(name);
        boolean frequent =
                candidate.seen() >= FREQUENT && candidate.seen() >= others / FREQUENT_SHARE;
        if (frequent) {
            candidates.remove(candidate);
        }
        return frequent;
    }
}
