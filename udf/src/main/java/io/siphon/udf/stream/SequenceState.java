package io.siphon.udf.stream;

/**
 * State: the sequence numbers of one stream (RFC 3550, A.1 and A.3), counted beyond 16 bits. A jump
 * of 3000 or more is a stray packet, unless the next one follows it: then the sender has begun
 * anew, and nothing was lost in between.
 *
 * <p>Beside the figures of the RFC, each of the last 64 numbers is known to have come or not: a
 * repeated packet is distinguished from a late one, and runs of loss are counted when a number is
 * too old to come at all.
 */
public class SequenceState {

    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int WINDOW = 64;

    /** Of the first packet, of a stray, and where the sender begins anew. */
    static final int ELSEWHERE = Integer.MAX_VALUE;

    /** All that were seen, strays and duplicates too. */
    public long packets;

    public long outOfOrder;
    public long duplicates;
    public long strays;

    /** Extended numbers since the sender last began. */
    public long first;

    public long highest;

    /** Expected before the sender last began. */
    public long expectedBefore;

    /** The number that would follow the last stray; -1 when there was none. */
    public int afterStray = -1;

    /** Bit {@code i}: number {@code highest - i} has come. */
    public long recent;

    /** How many bits of {@link #recent} tell something. */
    public int depth;

    /** Numbers older than {@link #recent} that never came, and how many runs they make. */
    public long missing;

    public long runs;
    public boolean inRun;

    public SequenceState() {}

    /**
     * Takes the next packet.
     *
     * @return how far it is ahead of the highest number so far: 1 in order, 0 or less when late or
     *     a duplicate; {@link #ELSEWHERE}
     */
    int accept(int sequence) {
        if (packets++ == 0) {
            begin(sequence, 1);
            return ELSEWHERE;
        }
        int ahead = (short) (sequence - (int) highest);
        if (ahead > 0 && ahead < MAX_DROPOUT) {
            advance(ahead);
            return ahead;
        }
        if (ahead <= 0 && ahead > -MAX_MISORDER) {
            late(-ahead);
            return ahead;
        }
        if (sequence == afterStray) {
            strays--;
            expectedBefore += highest - first + 1;
            settleAll();
            begin(sequence, 2);
        } else {
            strays++;
            afterStray = sequence + 1 & 0xffff;
        }
        return ELSEWHERE;
    }

    /** Whether a number may be of the same sequence. */
    boolean isNear(int sequence) {
        int ahead = (short) (sequence - (int) highest);
        return ahead > -MAX_MISORDER && ahead < MAX_DROPOUT;
    }

    /** Packets that the numbers say were sent. */
    public long expected() {
        return packets == 0 ? 0 : expectedBefore + highest - first + 1;
    }

    /** A.3: expected less received; negative when duplicates outnumber the lost. */
    public long lost() {
        return expected() - (packets - strays);
    }

    /** Numbers that never came, whatever came twice, and in how many runs. */
    LossRuns lossRuns() {
        LossRuns losses = new LossRuns(missing, runs, inRun);
        for (int bit = depth - 1; bit >= 0; bit--) {
            losses = losses.then((recent >>> bit & 1) != 0);
        }
        return losses;
    }

    private void begin(int sequence, int received) {
        first = sequence - received + 1;
        highest = sequence;
        recent = (1L << received) - 1;
        depth = received;
        inRun = false;
        afterStray = -1;
    }

    private void advance(int ahead) {
        highest += ahead;
        for (int i = 0; i < ahead; i++) {
            if (depth == WINDOW) {
                settle(recent < 0);
            } else {
                depth++;
            }
            recent <<= 1;
        }
        recent |= 1;
    }

    private void late(int behind) {
        if (behind < depth && (recent >>> behind & 1) != 0) {
            duplicates++;
            return;
        }
        outOfOrder++;
        if (behind < depth) {
            recent |= 1L << behind;
        }
    }

    private void settle(boolean came) {
        if (!came) {
            missing++;
            runs += inRun ? 0 : 1;
        }
        inRun = !came;
    }

    private void settleAll() {
        LossRuns losses = lossRuns();
        missing = losses.missing();
        runs = losses.runs();
    }
}
