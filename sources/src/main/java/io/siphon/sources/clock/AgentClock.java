package io.siphon.sources.clock;

import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One agent's clock against that of receipt. What it is off by is the smallest distance from its
 * time to receipt of late ({@link DistanceWindow}); it follows a drift, and takes a step when a
 * {@link ClockTrial} has shown that it is one. Times that go on where they left, long after, or
 * that catch up, are a backlog, whose times are right and whose turn comes late ({@link CatchUp}).
 */
final class AgentClock {

    /** A distance that network and polling explain: the clock counts as right, µs. */
    static final long EXPLAINED = 200_000;

    /** A clock that counts as wrong does so until its distance is below this, µs. */
    private static final long RIGHT_AGAIN = 150_000;

    /** A distance beyond that known by more is a backlog's, or a step of the clock, µs. */
    private static final long FITS = CatchUp.LATE;

    /** Within a backlog times go back by less, µs. */
    private static final long OUT_OF_ORDER = 10_000_000;

    private static final long TICK = 1_000;

    private boolean known;

    /** Receipt less the agent's time, the smallest of late, µs. */
    private long distance;

    /** See {@link HepPacket#clockOffsetMicros}. */
    private long offset;

    /** The smallest distance of a first trial that a pause of the reader explains, µs; else 0. */
    private long suspected;

    /** Whether the last packet that fits was of a backlog. */
    private boolean backlogged;

    private long heard = Long.MIN_VALUE;
    private final DistanceWindow window = new DistanceWindow();
    private final CatchUp catchUp = new CatchUp();
    @Nullable private ClockTrial trial;

    /**
     * Takes note of a packet.
     *
     * @return whether it can be corrected; else once {@link #decide} has been called
     */
    boolean observe(HepPacket packet) {
        long received = packet.receivedMicros();
        long seen = received - packet.timeMicros();
        heard = Math.max(heard, received);
        boolean fits = fits(seen, packet.timeMicros());
        if (trial != null) {
            if (fits) {
                trial.disprove(received, isLate(seen));
            } else {
                trial.add(seen, received);
                return false;
            }
        } else if (!fits) {
            trial = new ClockTrial(received, seen);
            return false;
        }
        follow(seen, received);
        return true;
    }

    /** Whether a trial would begin with a packet. */
    boolean isOdd(HepPacket packet) {
        long seen = packet.receivedMicros() - packet.timeMicros();
        return trial == null && !fits(seen, packet.timeMicros());
    }

    /** Takes note of an {@link #isOdd odd} packet without a trial: a clock that is known stays. */
    void takeAtOnce(HepPacket packet) {
        long received = packet.receivedMicros();
        heard = Math.max(heard, received);
        if (!known) {
            follow(received - packet.timeMicros(), received);
        }
    }

    private boolean fits(long seen, long time) {
        if (!known) {
            return Math.abs(seen) <= EXPLAINED;
        }
        if (seen - distance <= FITS) {
            return seen - distance >= -FITS;
        }
        // a backlog goes on where its agent was when it fell silent, or is being sent
        long slack = backlogged ? OUT_OF_ORDER : 0;
        return catchUp.isActive() || time - offset >= catchUp.newest() - slack;
    }

    /** By a clock that is known: of a backlog. */
    private boolean isLate(long seen) {
        return known && seen - distance > FITS;
    }

    private void follow(long seen, long received) {
        backlogged = isLate(seen);
        long agreed = window.add(seen, received);
        if (!known || seen < distance) {
            known = true;
            set(seen);
        } else if (agreed != DistanceWindow.NONE && agreed > distance + window.noise()) {
            if (agreed - distance > FITS) {
                catchUp.clear();
            }
            set(agreed);
        }
    }

    private void set(long smallest) {
        distance = smallest;
        long wrong = Math.abs(smallest);
        boolean right = offset == 0 ? wrong <= EXPLAINED : wrong < RIGHT_AGAIN;
        offset = right ? 0 : -Math.floorDiv(smallest + TICK / 2, TICK) * TICK;
    }

    /** Whether packets wait for {@link #decide}. */
    boolean isUndecided() {
        return trial != null;
    }

    /** Whether the trial is over at this time of receipt, epoch µs. */
    boolean isDue(long received) {
        return trial != null && trial.isDue(received);
    }

    /** What is under trial is a stray, a backlog, or the clock is another one than was known. */
    void decide() {
        boolean refuted = !known || trial.smallest() < distance - FITS;
        if (trial.isCatchingUp() && refuted) {
            known = true;
            set(0); // nothing shows that it is wrong
            backlogged = true;
            window.clear();
            catchUp.clear();
        } else if (!known && suspected == 0 && trial.isExplainedByAPause()) {
            suspected = trial.smallest(); // the next messages tell whether it stays
        } else if (!trial.isDisproved() && !trial.isCatchingUp()) {
            known = true;
            set(suspected == 0 ? trial.smallest() : Math.min(suspected, trial.smallest()));
            window.clear();
            catchUp.clear();
        }
        trial = null;
    }

    /** Whether it is of the future, which nothing received is: it says nothing of a turn. */
    boolean isStray(HepPacket packet) {
        return packet.timeMicros() - offset - packet.receivedMicros() > FITS;
    }

    /** The packet with what is known of its clock; a stray is taken for sent when received. */
    HepPacket correct(HepPacket packet) {
        long ahead = packet.timeMicros() - packet.receivedMicros();
        return packet.withClock(isStray(packet) ? Math.floorDiv(ahead, TICK) * TICK : offset, 0);
    }

    /**
     * The corrected packet with its turn.
     *
     * @param reached see {@link CatchUp#place}
     */
    HepPacket place(HepPacket corrected, long reached) {
        long time = corrected.correctedMicros();
        return corrected.withClock(
                corrected.clockOffsetMicros(),
                catchUp.place(time, corrected.receivedMicros(), reached) - time);
    }

    /** When a packet of it was last received, epoch µs. */
    long heard() {
        return heard;
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(known);
        out.writeLong(distance);
        out.writeLong(offset);
        out.writeLong(suspected);
        out.writeBoolean(backlogged);
        out.writeLong(heard);
        window.write(out);
        catchUp.write(out);
        out.writeBoolean(trial != null);
        if (trial != null) {
            trial.write(out);
        }
    }

    static AgentClock read(DataInput in) throws IOException {
        AgentClock clock = new AgentClock();
        clock.known = in.readBoolean();
        clock.distance = in.readLong();
        clock.offset = in.readLong();
        clock.suspected = in.readLong();
        clock.backlogged = in.readBoolean();
        clock.heard = in.readLong();
        clock.window.read(in);
        clock.catchUp.read(in);
        clock.trial = in.readBoolean() ? ClockTrial.read(in) : null;
        return clock;
    }
}
