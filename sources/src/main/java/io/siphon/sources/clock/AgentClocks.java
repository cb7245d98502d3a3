package io.siphon.sources.clock;

import io.siphon.schema.BoundedText;
import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Corrects the packets of one reader by the clocks of their agents, see {@link AgentClock}. An
 * agent is a node at an address: odd times from another address change nothing.
 *
 * <p>A packet whose time does not fit is held for the second of receipt in which the next ones show
 * whether the clock is wrong or a backlog is being sent, and all behind it with it, so that packets
 * leave in the order in which they came. What comes out depends on times and receipts alone: read
 * again, from a journal or a capture, it is the same. What is held is part of the saved state.
 *
 * <p>Bounded: so many agents, of which one that has been silent gives way to a new one; packets of
 * those beyond leave as they came. Of what is held, the first is decided early when it is too much.
 * An address has a {@link TrialBudget}: beyond it, the first time of an agent is taken for its
 * clock's, and a later odd one for a stray.
 */
public final class AgentClocks {

    /** Where packets go, in the order in which they came. */
    public interface Output {

        /**
         * @param datagramBytes as given with it
         */
        void packet(HepPacket packet, int datagramBytes);
    }

    private static final int VERSION = 2;

    /** Without the {@link TrialBudget}. */
    private static final int VERSION_1 = 1;

    private static final int MOST_HELD = 20_000;
    private static final long MOST_HELD_BYTES = 16 << 20;

    /** An agent that was not heard for so long gives way, µs of receipt. */
    private static final long SILENT = 600_000_000;

    /** Between two looks for one that gives way, µs of receipt. */
    private static final long PAUSE = 1_000_000;

    private record Agent(String address, String node) {}

    private static final class Held {
        private HepPacket packet;
        private final int bytes;

        /** By which its turn is found when it is released; null for what has none. */
        @Nullable private AgentClock clock;

        private boolean undecided;

        private Held(HepPacket packet, int bytes, @Nullable AgentClock clock, boolean undecided) {
            this.packet = packet;
            this.bytes = bytes;
            this.clock = clock;
            this.undecided = undecided;
        }
    }

    private final int maxAgents;
    private final int mostHeld;
    private final Output output;
    private final Map<Agent, AgentClock> clocks = new HashMap<>();
    private final Deque<Held> held = new ArrayDeque<>();

    /** Clocks that packets wait for, in the order in which their trials began. */
    private final Deque<AgentClock> trials = new ArrayDeque<>();

    private long heldBytes;

    /** The latest time of a packet, none later than its receipt, epoch µs. */
    private long reached = Long.MIN_VALUE / 2;

    private long lookedAt = Long.MIN_VALUE;
    private final TrialBudget budget = new TrialBudget();
    private volatile long notFollowed;
    private volatile long begun;
    private volatile long refused;

    private Agent last;
    private AgentClock lastClock;

    /**
     * @param maxAgents whose clocks are followed; packets of others leave as they came
     */
    public AgentClocks(int maxAgents, Output output) {
        this(maxAgents, MOST_HELD, output);
    }

    private AgentClocks(int maxAgents, int mostHeld, Output output) {
        this.maxAgents = maxAgents;
        this.mostHeld = mostHeld;
        this.output = output;
    }

    /**
     * For a reader that cannot save what it holds: a time that does not fit is taken for that of a
     * wrong clock at once.
     */
    public static AgentClocks holdingNothing(int maxAgents, Output output) {
        return new AgentClocks(maxAgents, 0, output);
    }

    /** Takes a packet, in order of receipt. */
    public void accept(HepPacket packet, int datagramBytes) {
        silentUntil(packet.receivedMicros());
        AgentClock clock = clockOf(packet);
        if (clock == null) {
            pass(packet, datagramBytes, null);
            return;
        }
        if (clock.isOdd(packet) && !mayTry(packet)) {
            clock.takeAtOnce(packet);
            pass(clock.correct(packet), datagramBytes, clock.isStray(packet) ? null : clock);
            return;
        }
        boolean underTrial = clock.isUndecided();
        if (clock.observe(packet)) {
            if (underTrial && clock.isDue(packet.receivedMicros())) {
                decide(clock);
            }
            pass(clock.correct(packet), datagramBytes, clock.isStray(packet) ? null : clock);
            return;
        }
        if (!underTrial) {
            trials.add(clock);
        }
        hold(new Held(packet, datagramBytes, clock, true));
        makeRoom();
    }

    private void makeRoom() {
        while (held.size() > mostHeld || heldBytes > MOST_HELD_BYTES) {
            decide(trials.peek());
            release();
        }
    }

    private boolean mayTry(HepPacket packet) {
        if (mostHeld > 0 && !budget.take(packet.agent(), packet.receivedMicros())) {
            refused++;
            return false;
        }
        begun++;
        return true;
    }

    private void reach(HepPacket packet) {
        if (packet.tellsTime()) {
            reached =
                    Math.max(reached, Math.min(packet.correctedMicros(), packet.receivedMicros()));
            // who has a turn before that of another would be late
            reached = Math.max(reached, packet.orderMicros() - CatchUp.MOST_AHEAD);
        }
    }

    private void pass(HepPacket packet, int datagramBytes, @Nullable AgentClock clock) {
        if (held.isEmpty()) {
            put(packet, datagramBytes, clock);
        } else {
            hold(new Held(packet, datagramBytes, clock, false));
            release();
            makeRoom();
        }
    }

    /** Turns are found in the order of receipt: who is in time depends on what came before. */
    private void put(HepPacket packet, int datagramBytes, @Nullable AgentClock clock) {
        HepPacket placed = clock == null ? packet : clock.place(packet, reached);
        reach(placed);
        output.packet(placed, datagramBytes);
    }

    private void hold(Held one) {
        held.add(one);
        heldBytes += one.packet.payload().length;
    }

    /**
     * No other packet has been received up to then.
     *
     * @param micros epoch µs
     */
    public void silentUntil(long micros) {
        boolean decided = false;
        while (!trials.isEmpty() && trials.peek().isDue(micros)) {
            decide(trials.peek());
            decided = true;
        }
        if (decided) {
            release();
        }
    }

    /** Nothing follows. */
    public void end() {
        silentUntil(Long.MAX_VALUE);
    }

    /** Packets that wait. */
    public int held() {
        return held.size();
    }

    /** Packets of agents beyond the maximum: their clocks are taken as they are. */
    public long notFollowed() {
        return notFollowed;
    }

    /** Trials of clocks: each has held back what its reader received for up to a second. */
    public long trials() {
        return begun;
    }

    /** Trials that an address had no budget for. */
    public long trialsRefused() {
        return refused;
    }

    private void decide(AgentClock clock) {
        clock.decide();
        trials.remove(clock);
        for (Held one : held) {
            if (one.undecided && one.clock == clock) {
                one.undecided = false;
                one.clock = clock.isStray(one.packet) ? null : clock;
                one.packet = clock.correct(one.packet);
            }
        }
    }

    private void release() {
        while (!held.isEmpty() && !held.peek().undecided) {
            Held first = held.poll();
            heldBytes -= first.packet.payload().length;
            put(first.packet, first.bytes, first.clock);
        }
    }

    /** Null for what carries no time of an agent's, and for agents beyond the maximum. */
    private @Nullable AgentClock clockOf(HepPacket packet) {
        boolean known = packet.clockOffsetMicros() != 0; // by the clock of its capture
        if (known || !packet.tellsTime() || packet.timeMicros() == packet.receivedMicros()) {
            return null;
        }
        if (last != null
                && packet.node().equals(last.node)
                && packet.agent().equals(last.address)) {
            return lastClock;
        }
        Agent agent = agentOf(packet);
        AgentClock clock = clocks.get(agent);
        if (clock == null) {
            if (clocks.size() >= maxAgents && !makePlace(packet.receivedMicros())) {
                notFollowed++;
                return null;
            }
            clock = new AgentClock();
            clocks.put(agent, clock);
        }
        last = agent;
        lastClock = clock;
        return clock;
    }

    private static Agent agentOf(HepPacket packet) {
        return new Agent(packet.agent(), BoundedText.id(packet.node()));
    }

    private boolean makePlace(long received) {
        if (lookedAt != Long.MIN_VALUE && received - lookedAt < PAUSE) {
            return false;
        }
        lookedAt = received;
        int before = clocks.size();
        clocks.values()
                .removeIf(clock -> !clock.isUndecided() && received - clock.heard() > SILENT);
        last = null;
        return clocks.size() < before;
    }

    /** Writes what is known of clocks, and what is held. */
    public void save(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(reached);
        out.writeInt(clocks.size());
        for (Map.Entry<Agent, AgentClock> clock : clocks.entrySet()) {
            out.writeUTF(clock.getKey().address());
            out.writeUTF(clock.getKey().node());
            clock.getValue().write(out);
        }
        out.writeInt(held.size());
        for (Held one : held) {
            PacketCodec.write(one.packet, out);
            out.writeInt(one.bytes);
            out.writeBoolean(one.clock != null);
            out.writeBoolean(one.undecided);
        }
        budget.write(out);
    }

    /** Takes over what {@link #save} wrote; of an agent that is known already the later one. */
    public void restore(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION && version != VERSION_1) {
            throw new IOException("clocks of version " + version + ", expected " + VERSION);
        }
        reached = Math.max(reached, in.readLong());
        for (int left = in.readInt(); left > 0; left--) {
            Agent agent = new Agent(in.readUTF(), in.readUTF());
            clocks.merge(agent, AgentClock.read(in), (a, b) -> a.heard() >= b.heard() ? a : b);
        }
        for (int left = in.readInt(); left > 0; left--) {
            HepPacket packet = PacketCodec.read(in);
            int bytes = in.readInt();
            AgentClock clock = in.readBoolean() ? clocks.get(agentOf(packet)) : null;
            boolean undecided = in.readBoolean() && clock != null && clock.isUndecided();
            hold(new Held(packet, bytes, clock, undecided));
            if (undecided && !trials.contains(clock)) {
                trials.add(clock);
            }
        }
        if (version > VERSION_1) {
            budget.read(in);
        }
    }
}
