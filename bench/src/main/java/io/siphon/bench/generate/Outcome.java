package io.siphon.bench.generate;

import java.util.Random;

/** How a generated call goes, with its share of all calls. */
public enum Outcome {
    ANSWERED(62),
    CHALLENGED_THEN_ANSWERED(6),
    BUSY(10),
    CANCELLED(10),
    NOT_FOUND(5),
    UNAVAILABLE(4),
    FAILED(3);

    private final int percent;

    Outcome(int percent) {
        this.percent = percent;
    }

    /** What a person would call it: {@code not found}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    static Outcome draw(Random random) {
        int dice = random.nextInt(100);
        for (Outcome outcome : values()) {
            dice -= outcome.percent;
            if (dice < 0) {
                return outcome;
            }
        }
        return ANSWERED;
    }
}
