package io.siphon.udf.alert.baseline;

/**
 * Whether an alert is open: it opens when two of three windows are bad, and closes when three in a
 * row are good.
 */
final class EpisodeState {

    private static final int WINDOWS = 3;
    private static final int TO_OPEN = 2;
    private static final int DIGIT = Verdict.values().length;

    /** The last three verdicts, the latest in the lowest digit. */
    private int last;

    private boolean open;

    /** Start of the first bad window of the last three, or of the alert, epoch µs. */
    private long since;

    /** Returns whether it is open now. */
    boolean next(Verdict verdict, long startMicros) {
        if (!open && verdict == Verdict.BAD && count(last % (DIGIT * DIGIT), Verdict.BAD) == 0) {
            since = startMicros;
        }
        last = last % (DIGIT * DIGIT) * DIGIT + verdict.ordinal();
        if (!open) {
            open = count(last, Verdict.BAD) >= TO_OPEN;
        } else if (last == 0) {
            open = false;
        }
        return open;
    }

    private static int count(int verdicts, Verdict one) {
        int n = 0;
        int rest = verdicts;
        for (int i = 0; i < WINDOWS; i++) {
            n += rest % DIGIT == one.ordinal() ? 1 : 0;
            rest /= DIGIT;
        }
        return n;
    }

    boolean isOpen() {
        return open;
    }

    long since() {
        return since;
    }

    /** Whether it has been open for so long that what is unusual is usual now. */
    boolean isLasting(long nowMicros) {
        return open && nowMicros - since >= BaselineDetectors.LASTING_MICROS;
    }

    void write(StateBuffer out) {
        out.writeByte(last);
        out.writeBoolean(open);
        out.writeLong(since);
    }

    void read(StateBuffer in) {
        last = in.readByte();
        open = in.readBoolean();
        since = in.readLong();
    }
}
