package io.siphon.udf.stream;

/**
 * State: the sequence numbers of one stream (RFC 3550, A.1 and A.3), counted beyond 16 bits. A jump
 * of 3000 or more is a stray packet, unless the next packet follows it: then the sender has
 * restarted its sequence, and nothing was lost in between. If a pause explains the jump, the sender
 * went on while nothing was received, and everything in between is lost.
 *
 * <p>Each of the last {@value #WINDOW} numbers is marked as received or missing. So a repeated
 * packet is distinguished from a late one, and is ignored. Loss and its runs are computed from
 * these marks, so they do not depend on order or repetition within that window.
 */
public class SequenceState {

    /** Numbers that are marked one by one: 20 s of speech. */
    static final int WINDOW = 1024;

    private static final int MAX_DROPOUT = 3000;

    /** Sequence numbers wrap after this many. */
    private static final int ROUND = 1 << 16;

    /** Most wraps that a pause may hide; more than a stream is kept for. */
    private static final int MOST_ROUNDS = 8;

    /** Largest deviation of the packets hidden by a long pause from its length. */
    private static final double EXACT = 0.005;

    /** A packet later than this is accepted only if its timestamp is older, too. */
    private static final int MAX_MISORDER = 100;

    /** Result for the first packet, a stray one, and the first after a restart. */
    static final int ELSEWHERE = Integer.MAX_VALUE;

    /** Result for a packet that was received before. */
    static final int DUPLICATE = Integer.MIN_VALUE;

    /** All packets, with strays and duplicates. */
    public long packets;

    public long outOfOrder;
    public long duplicates;
    public long strays;

    /** Extended numbers since the last restart. */
    public long first;

    public long highest;

    /** Packets expected before the last restart. */
    public long expectedBefore;

    /** The number that would follow the last stray; -1 when there was none. */
    public int afterStray = -1;

    /** Bits of the last 64 numbers, as 0.1 kept them; 0 since. */
    public long recent;

    /** How many numbers up to the highest are marked one by one. */
    public int depth;

    /** A bit for each of them, at its number modulo {@value #WINDOW}; empty before the first. */
    public long[] window = {};

    /** Missing numbers older than the window, and how many runs they make. */
    public long missing;

    public long runs;
    public boolean inRun;

    /** RTP timestamp and time of arrival (epoch µs) of the highest number. */
    public long highestTimestamp;

    public long highestAt;

    /** Time of arrival of the first number since the last restart, epoch µs. */
    public long firstAt;

    /** The number after the highest before the last restart, 1 to 65536; 0 when there was none. */
    public int before;

    /** Timestamp of that highest number. */
    public long beforeTimestamp;

    public SequenceState() {}

    /**
     * Takes the next packet.
     *
     * @param clockRate of its timestamp, Hz; 0 when unknown
     * @return how far it is ahead of the highest number so far: 1 in order, 0 or less when late;
     *     {@link #ELSEWHERE} or {@link #DUPLICATE}
     */
    int accept(int sequence, long timestamp, long timeMicros, int clockRate) {
        packets++;
        if (depth == 0) {
            begin(sequence, 1, timestamp, timeMicros);
            return ELSEWHERE;
        }
        migrate();
        int hidden = hidden(sequence, timestamp, timeMicros, clockRate);
        if (hidden > 0) {
            advance(hidden, timestamp, timeMicros);
            return hidden;
        }
        int ahead = (short) (sequence - (int) highest);
        if (ahead <= 0 && isOld(-ahead, timestamp)) {
            return late(-ahead) ? ahead : DUPLICATE;
        }
        if (ahead > 0 && ahead < MAX_DROPOUT) {
            advance(ahead, timestamp, timeMicros);
            return ahead;
        }
        if (hasGoneOn(sequence, timestamp, timeMicros, clockRate)) {
            int gone = gone(sequence);
            advance(gone, timestamp, timeMicros);
            return gone;
        }
        if (isOfBefore(sequence, timestamp) || (sequence + 1 & 0xffff) == afterStray) {
            duplicates++;
            return DUPLICATE;
        }
        jump(sequence, timestamp, timeMicros);
        return ELSEWHERE;
    }

    /**
     * Whether a packet may belong to the same sequence: near it, or after a pause that explains it.
     */
    boolean isNear(int sequence, long timestamp, long timeMicros, int clockRate) {
        int ahead = (short) (sequence - (int) highest);
        return ahead > -MAX_MISORDER && ahead < MAX_DROPOUT
                || hasGoneOn(sequence, timestamp, timeMicros, clockRate)
                || hidden(sequence, timestamp, timeMicros, clockRate) > 0;
    }

    /** Packets sent, by their numbers. */
    public long expected() {
        return packets == 0 ? 0 : expectedBefore + highest - first + 1;
    }

    /** Packets received, each once. */
    public long unique() {
        return packets - strays - duplicates;
    }

    /** Missing numbers, and in how many runs. */
    LossRuns lossRuns() {
        migrate();
        long allMissing = missing;
        long allRuns = runs;
        boolean run = inRun;
        for (long number = highest - depth + 1; number <= highest; number++) {
            boolean came = has(number);
            if (!came) {
                allMissing++;
                allRuns += run ? 0 : 1;
            }
            run = !came;
        }
        return new LossRuns(allMissing, allRuns);
    }

    private void begin(int sequence, int received, long timestamp, long timeMicros) {
        window = new long[WINDOW / Long.SIZE];
        first = sequence - received + 1;
        highest = sequence;
        depth = received;
        for (int i = 0; i < received; i++) {
            set(sequence - i, true);
        }
        inRun = false;
        afterStray = -1;
        recent = 0;
        firstAt = timeMicros;
        highestAt = timeMicros;
        highestTimestamp = timestamp;
    }

    private void jump(int sequence, long timestamp, long timeMicros) {
        if (sequence != afterStray) {
            strays++;
            afterStray = sequence + 1 & 0xffff;
            return;
        }
        strays--;
        expectedBefore += highest - first + 1;
        LossRuns losses = lossRuns();
        missing = losses.missing();
        runs = losses.runs();
        before = ((int) highest & 0xffff) + 1;
        beforeTimestamp = highestTimestamp;
        begin(sequence, 2, timestamp, timeMicros);
    }

    private void advance(int ahead, long timestamp, long timeMicros) {
        for (int i = 0; i < ahead; i++) {
            highest++;
            if (depth == WINDOW) {
                settle(has(highest)); // the number whose mark it replaces
            } else {
                depth++;
            }
            set(highest, false);
        }
        set(highest, true);
        highestTimestamp = timestamp;
        highestAt = timeMicros;
    }

    /** Whether a packet that is behind may be late or a copy, and no restart. */
    private boolean isOld(int behind, long timestamp) {
        if (behind < MAX_MISORDER) {
            return true;
        }
        return behind < depth && (int) (timestamp - highestTimestamp) < 0;
    }

    /** Returns whether it is received for the first time. */
    private boolean late(int behind) {
        if (behind >= depth && highest - depth + 1 == first) {
            beginEarlier(behind);
        }
        if (behind < depth) {
            if (has(highest - behind)) {
                duplicates++;
                return false;
            }
            set(highest - behind, true);
        }
        outOfOrder++;
        return true;
    }

    /** The packet taken for the first one was not the first. */
    private void beginEarlier(int behind) {
        for (int i = depth; i <= behind; i++) {
            set(highest - i, false);
        }
        first = highest - behind;
        depth = behind + 1;
    }

    /** A copy of a packet from before the restart. */
    private boolean isOfBefore(int sequence, long timestamp) {
        return before > 0
                && (before - 1 - sequence & 0xffff) < WINDOW
                && (int) (timestamp - beforeTimestamp) <= 0;
    }

    /** How far a number is ahead if the sender has gone on: 1 to 65536. */
    private int gone(int sequence) {
        int gone = sequence - (int) highest & 0xffff;
        return gone == 0 ? ROUND : gone;
    }

    /**
     * Packets sent in a pause in which the numbers may have wrapped: as many as fit its length. 0
     * when it was too short for that, or the sender was silent: then its numbers do not fit the
     * time.
     */
    private int hidden(int sequence, long timestamp, long timeMicros, int clockRate) {
        long pause = timeMicros - highestAt;
        if (pause < Pauses.LEAST || highest - first < Pauses.LEAST_PACKETS || clockRate == 0) {
            return 0;
        }
        double room = pause / perPacket();
        int gone = gone(sequence);
        long rounds = Math.max(0, Math.round((room - gone) / ROUND));
        if (firstAt == 0 || room < ROUND / 2 || rounds > MOST_ROUNDS) {
            return 0;
        }
        int sent = gone + (int) rounds * ROUND;
        boolean fits = Math.abs(room - sent) <= room * EXACT;
        return fits && Pauses.goesWith(timestamp - highestTimestamp, pause, clockRate) ? sent : 0;
    }

    /** Mean time between two packets, µs. */
    private double perPacket() {
        return (double) (highestAt - firstAt) / (highest - first);
    }

    /**
     * Whether the sender went on while nothing was received: it sent no more packets than fit the
     * pause, and its timestamps advanced with the time.
     */
    private boolean hasGoneOn(int sequence, long timestamp, long timeMicros, int clockRate) {
        long pause = timeMicros - highestAt;
        if (pause < Pauses.LEAST || highest - first < Pauses.LEAST_PACKETS || firstAt == 0) {
            return false;
        }
        return Pauses.fits(gone(sequence), pause / perPacket(), clockRate > 0)
                && (clockRate == 0
                        || Pauses.goesWith(timestamp - highestTimestamp, pause, clockRate));
    }

    private boolean has(long number) {
        return (window[word(number)] >>> (int) (number & 63) & 1) != 0;
    }

    private void set(long number, boolean came) {
        long bit = 1L << (number & 63);
        int word = word(number);
        window[word] = came ? window[word] | bit : window[word] & ~bit;
    }

    private static int word(long number) {
        return (int) (number & WINDOW - 1) / Long.SIZE;
    }

    private void settle(boolean came) {
        if (!came) {
            missing++;
            runs += inRun ? 0 : 1;
        }
        inRun = !came;
    }

    /** From 0.1, which knew 64 numbers. */
    private void migrate() {
        if (window.length > 0 || depth == 0) {
            return;
        }
        window = new long[WINDOW / Long.SIZE];
        for (int i = 0; i < depth; i++) {
            set(highest - i, (recent >>> i & 1) != 0);
        }
        recent = 0;
    }
}
