package io.siphon.sources.clock;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class AgentClocksTest {

    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3600 * SECOND;
    private static final long NOON = 1_800_000_000L * SECOND;
    private static final byte[] MESSAGE = {'x'};

    private final List<HepPacket> out = new ArrayList<>();
    private AgentClocks clocks = new AgentClocks(100, (packet, bytes) -> out.add(packet));

    @Test
    void leavesARightClockAlone() {
        Random random = new Random(1);
        for (long at = NOON; at < NOON + 100 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + random.nextInt(80_000)), 0);
        }

        assertThat(clocks.held()).isZero();
        assertThat(out).hasSize(1000);
        assertThat(out).allMatch(p -> p.clockOffsetMicros() == 0 && p.lateMicros() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                -24 * HOUR + SECOND,
                -HOUR,
                -300 * SECOND,
                -1_500_000,
                5 * SECOND,
                59 * SECOND
            })
    void correctsAWrongClockFromItsFirstPacketOn(long wrong) {
        Random random = new Random(wrong);
        for (long at = NOON; at < NOON + 100 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at + wrong, at + 300 + random.nextInt(80_000)), 0);
        }

        assertThat(out).hasSize(1000);
        for (int i = 0; i < out.size(); i++) {
            HepPacket packet = out.get(i);
            assertThat(packet.correctedMicros())
                    .isBetween(NOON + i * SECOND / 10, NOON + i * SECOND / 10 + 30_000);
            assertThat(packet.clockOffsetMicros() % 1000).isZero();
            assertThat(packet.lateMicros()).isZero();
        }
    }

    /** A JVM that has just started reads the first call of an agent late. */
    @Test
    void aPauseOfTheReaderIsNoWrongClock() {
        for (long sent = 0; sent < 50_000; sent += 10_000) {
            clocks.accept(packet("a", NOON + sent, NOON + SECOND + sent / 100), 0);
        }
        for (long at = NOON + 5 * SECOND; at < NOON + 20 * SECOND; at += SECOND) {
            clocks.accept(packet("a", at, at + 300), 0);
        }
        clocks.end();

        assertThat(out).hasSize(20).allMatch(p -> p.clockOffsetMicros() == 0);
    }

    /** An agent that sends what it kept, the first of it older than what it has sent already. */
    @Test
    void aBacklogThatBeginsBeforeTheLatestTimeIsNoWrongClock() {
        for (long at = NOON; at < NOON + 10 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + 300), 0);
        }
        long received = NOON + 22 * SECOND;
        for (long at = NOON + 9_500_000; at < NOON + 17 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, received++), 0);
        }
        clocks.end();

        assertThat(out).hasSize(175).allMatch(p -> p.clockOffsetMicros() == 0);
        out.subList(0, 100).clear(); // had their turn
        assertOrderIsThatOfTimes();
    }

    @Test
    void aDistanceThatStaysIsAWrongClockHoweverRareItsBurstsAre() {
        for (long burst = NOON; burst < NOON + 100 * SECOND; burst += 5 * SECOND) {
            for (long sent = burst; sent < burst + 50_000; sent += 10_000) {
                clocks.accept(packet("a", sent - SECOND, sent + 300), 0);
            }
        }
        clocks.end();

        assertThat(out).hasSize(100);
        assertThat(out.subList(0, 5)).allMatch(p -> p.clockOffsetMicros() == 0);
        assertThat(out.subList(5, 100)).allMatch(p -> p.clockOffsetMicros() == -SECOND);
    }

    @Test
    void keepsOneOffsetWhereTheDelayIsTheSame() {
        for (long at = NOON; at < NOON + 60 * SECOND; at += SECOND / 3) {
            clocks.accept(packet("a", at - HOUR, at + 200), 0);
        }
        clocks.end();

        assertThat(out.stream().map(HepPacket::clockOffsetMicros).distinct())
                .containsExactly(-HOUR);
    }

    @ParameterizedTest
    @ValueSource(ints = {-500, -100, 100, 500})
    void followsADrift(int ppm) {
        Random random = new Random(ppm);
        for (long at = 0; at < 2 * HOUR; at += SECOND / 4) {
            long own = NOON + at - 60 * SECOND + at * ppm / 1_000_000;
            clocks.accept(packet("a", own, NOON + at + random.nextInt(40_000)), 0);
        }
        clocks.end();

        for (int i = 0; i < out.size(); i++) {
            assertThat(out.get(i).correctedMicros() - (NOON + i * SECOND / 4))
                    .isBetween(-45_000L, 40_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-HOUR, -10 * SECOND, 10 * SECOND, 40 * SECOND})
    void takesAStepFromItsFirstPacketOn(long step) {
        Random random = new Random(step);
        for (long at = NOON; at < NOON + 120 * SECOND; at += SECOND / 10) {
            long own = at < NOON + 60 * SECOND ? at : at + step;
            clocks.accept(packet("a", own, at + random.nextInt(40_000)), 0);
        }
        clocks.end();

        assertThat(out).hasSize(1200);
        for (int i = 0; i < out.size(); i++) {
            assertThat(out.get(i).correctedMicros() - (NOON + i * SECOND / 10))
                    .as("packet %d", i)
                    .isBetween(0L, 40_000L);
            assertThat(out.get(i).lateMicros()).isZero();
        }
        assertThat(out.get(0).clockOffsetMicros()).isZero();
        assertThat(out.get(1199).clockOffsetMicros()).isBetween(step - 40_000, step);
    }

    @Test
    void aBacklogKeepsItsTimesAndIsPutInOrder() {
        for (long at = NOON; at < NOON + 10 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + 300), 0);
        }
        out.clear();
        Random random = new Random(3);
        List<Long> spooled = new ArrayList<>();
        for (long at = NOON + 10 * SECOND; at < NOON + 600 * SECOND; at += SECOND / 10) {
            spooled.add(at);
        }
        spooled.sort(Comparator.comparingLong(at -> at + random.nextInt(1_000_000)));
        long received = NOON + 600 * SECOND;
        clocks.accept(packet("in time", received - 300, received), 0);
        out.clear();
        for (long own : spooled) {
            received += 500;
            clocks.accept(packet("a", own, received), 0);
        }
        for (long at = received; at < received + 20 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at - 300, at), 0);
        }

        assertThat(clocks.held()).isZero();
        assertThat(out).allMatch(packet -> packet.clockOffsetMicros() == 0);
        assertOrderIsThatOfTimes();
        assertThat(out.get(0).lateMicros()).isGreaterThan(580 * SECOND);
        assertThat(out.get(out.size() - 1).lateMicros()).isZero();
    }

    @Test
    void aBacklogOfAnAgentThatWasNeverSeenIsNoWrongClock() {
        Random random = new Random(4);
        List<Long> spooled = new ArrayList<>();
        for (long at = NOON - 2 * HOUR; at < NOON - 2 * HOUR + 30 * SECOND; at += SECOND / 5) {
            spooled.add(at);
        }
        spooled.sort(Comparator.comparingLong(at -> at + random.nextInt(1_000_000)));
        long received = NOON;
        for (long own : spooled) {
            received += 20_000;
            clocks.accept(packet("a", own, received), 0);
        }
        clocks.end();

        assertThat(out).hasSize(150).allMatch(packet -> packet.clockOffsetMicros() == 0);
        assertOrderIsThatOfTimes();
    }

    @Test
    void aBacklogThatWouldBeOfTheFutureRefutesWhatWasKnown() {
        for (int i = 0; i < 30; i++) {
            clocks.accept(packet("a", NOON - 5 * HOUR + i * 1000, NOON + i * 1000), 0);
        }
        clocks.silentUntil(NOON + 5 * SECOND);
        out.clear();
        for (int i = 0; i < 100; i++) {
            long own = NOON - HOUR + i * SECOND;
            clocks.accept(packet("a", own, NOON + 10 * SECOND + i * 1000), 0);
        }
        clocks.end();

        assertThat(out).hasSize(100).allMatch(packet -> packet.clockOffsetMicros() == 0);
        assertOrderIsThatOfTimes();
    }

    /** Nobody is ahead of it: windows are still open, and take it. */
    @Test
    void aBacklogAloneWaitsOnlyForWhatIsOutOfOrder() {
        for (long at = NOON; at < NOON + 600 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, NOON + 3600 * SECOND + (at - NOON) / 1000), 0);
        }
        clocks.end();

        assertThat(out).hasSize(6000);
        assertThat(out).allMatch(p -> p.clockOffsetMicros() == 0 && p.lateMicros() <= 5 * SECOND);
    }

    /** Part of it is older than what its agent sent last: that part has missed its turn. */
    @Test
    void aBacklogThatGoesBackIsInOrderWithWhatFollowsInIt() {
        for (long at = NOON - 10 * SECOND; at < NOON; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + 300), 0);
        }
        out.clear();
        long received = NOON + 10 * SECOND;
        for (long own = NOON - 5 * SECOND; own < NOON + 3 * SECOND; own += SECOND / 20) {
            clocks.accept(packet("a", own, received++), 0);
        }
        clocks.end();

        assertThat(out).hasSize(160).allMatch(packet -> packet.clockOffsetMicros() == 0);
        assertOrderIsThatOfTimes();
    }

    /**
     * What comes after a backlog that has missed its turn is no earlier than that, of any agent.
     */
    @Test
    void noTurnIsBeforeOneThatWasGivenLate() {
        for (long at = NOON - 10 * SECOND; at < NOON; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + 300), 0);
        }
        for (long own = NOON - 5 * SECOND; own < NOON - SECOND; own += SECOND / 10) {
            clocks.accept(packet("a", own, NOON + 60 * SECOND), 0);
        }
        clocks.silentUntil(NOON + 70 * SECOND);
        long turn = out.get(out.size() - 1).orderMicros();
        out.clear();
        for (long own = NOON + SECOND; own < NOON + 20 * SECOND; own += SECOND / 10) {
            clocks.accept(packet("a", own, NOON + 80 * SECOND), 0);
            clocks.accept(packet("b", own, NOON + 80 * SECOND), 0);
        }
        clocks.end();

        assertThat(turn).isEqualTo(NOON + 60 * SECOND);
        assertThat(out).hasSize(380).allMatch(packet -> packet.clockOffsetMicros() == 0);
        assertThat(out).allMatch(packet -> packet.orderMicros() >= turn);
        assertOrderIsThatOfTimes();
    }

    /** A later time never has an earlier turn, in seconds: within one, times decide. */
    private void assertOrderIsThatOfTimes() {
        List<HepPacket> byTime = new ArrayList<>(out);
        byTime.sort(Comparator.comparingLong(HepPacket::correctedMicros));
        long second = Long.MIN_VALUE;
        for (HepPacket packet : byTime) {
            assertThat(packet.orderMicros() / SECOND).isGreaterThanOrEqualTo(second);
            second = packet.orderMicros() / SECOND;
        }
    }

    @Test
    void aClockThatStandsStillWithItsMachineIsABacklogUntilItKeepsItsDistance() {
        long[] paused = {0};
        for (long at = NOON; at < NOON + 120 * SECOND; at += SECOND / 10) {
            if (at == NOON + 60 * SECOND) {
                paused[0] = 600 * SECOND;
            }
            clocks.accept(packet("in time", at + paused[0], at + paused[0] + 200), 0);
            clocks.accept(packet("a", at, at + paused[0] + 200), 0);
        }
        clocks.end();
        out.removeIf(packet -> packet.node().equals("in time"));

        assertThat(out.get(700).lateMicros()).isEqualTo(600 * SECOND + 200);
        assertThat(out.get(1199).clockOffsetMicros()).isEqualTo(-600 * SECOND);
        assertThat(out.get(1199).lateMicros()).isZero();
    }

    @Test
    void anotherAddressWithTheNodesNameChangesNothing() {
        for (long at = NOON; at < NOON + 60 * SECOND; at += SECOND / 10) {
            clocks.accept(packet("a", at, at + 200), 0);
            clocks.accept(of("198.51.100.66", "a", at - 5 * HOUR, at + 210), 0);
        }
        clocks.end();

        assertThat(out)
                .filteredOn(packet -> packet.agent().equals("192.0.2.1"))
                .hasSize(600)
                .allMatch(packet -> packet.clockOffsetMicros() == 0);
    }

    @Test
    void aStrayTimeDoesNotMakeTheClockAnother() {
        for (int i = 0; i < 600; i++) {
            long at = NOON + i * SECOND / 10;
            long stray = i % 100 == 50 ? -HOUR : i % 100 == 51 ? 30 * SECOND : 0;
            clocks.accept(packet("a", at + stray, at + 200), 0);
        }
        clocks.end();

        assertThat(out).hasSize(600);
        for (int i = 0; i < 600; i++) {
            HepPacket packet = out.get(i);
            if (i % 100 != 51) {
                assertThat(packet.clockOffsetMicros()).isZero();
            }
            assertThat(packet.orderMicros()).isLessThanOrEqualTo(packet.receivedMicros() + 1000);
        }
    }

    @Test
    void packetsLeaveInTheOrderInWhichTheyCame() {
        Random random = new Random(5);
        List<HepPacket> in = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int agent = random.nextInt(8);
            long at = NOON + i * 10_000L;
            in.add(packet("n" + agent, at - agent * 700 * SECOND, at + random.nextInt(10_000)));
        }
        in.sort(Comparator.comparingLong(HepPacket::receivedMicros));
        in.forEach(packet -> clocks.accept(packet, 0));
        clocks.end();

        assertThat(out.stream().map(HepPacket::receivedMicros).toList())
                .isEqualTo(in.stream().map(HepPacket::receivedMicros).toList());
        assertThat(out)
                .allMatch(
                        packet ->
                                Math.abs(packet.correctedMicros() - packet.receivedMicros())
                                        < 20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesTheSameAfterARestoreAnywhere(long seed) throws Exception {
        Random random = new Random(seed);
        List<HepPacket> in = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int agent = random.nextInt(4);
            long at = NOON + i * 20_000L;
            long wrong = agent * 400 * SECOND + (i > 2500 && agent == 2 ? 7 * SECOND : 0);
            in.add(packet("n" + agent, at - wrong, at + random.nextInt(10_000)));
        }
        in.sort(Comparator.comparingLong(HepPacket::receivedMicros));
        in.forEach(packet -> clocks.accept(packet, 0));
        clocks.end();
        List<HepPacket> whole = List.copyOf(out);
        out.clear();

        clocks = new AgentClocks(100, (packet, bytes) -> out.add(packet));
        for (HepPacket packet : in) {
            if (random.nextInt(40) == 0) {
                clocks = restored(clocks);
            }
            clocks.accept(packet, 0);
        }
        clocks.end();

        assertThat(out.stream().map(AgentClocksTest::times).toList())
                .isEqualTo(whole.stream().map(AgentClocksTest::times).toList());
    }

    private AgentClocks restored(AgentClocks saved) throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        saved.save(bytes);
        AgentClocks again = new AgentClocks(100, (packet, size) -> out.add(packet));
        again.restore(new DataInputDeserializer(bytes.getCopyOfBuffer()));
        assertThat(again.held()).isEqualTo(saved.held());
        return again;
    }

    @Test
    void holdsNoMoreThanItMay() {
        for (int i = 0; i < 50_000; i++) {
            clocks.accept(packet("n" + i % 90, NOON - HOUR - i * SECOND, NOON + i), 0);
            assertThat(clocks.held()).isLessThanOrEqualTo(20_000);
        }
        clocks.end();

        assertThat(out).hasSize(50_000);
    }

    @Test
    void followsNoMoreAgentsThanItMayAndASilentOneGivesWay() {
        for (int i = 0; i < 300; i++) {
            clocks.accept(packet("n" + i, NOON - HOUR, NOON + i), 0);
        }
        assertThat(clocks.notFollowed()).isEqualTo(200);
        clocks.end();
        out.clear();

        clocks.accept(packet("late", NOON + 600 * SECOND, NOON + HOUR), 0);
        clocks.end();

        assertThat(clocks.notFollowed()).isEqualTo(200);
        assertThat(out.get(0).clockOffsetMicros()).isNotZero();
    }

    /** What others send meanwhile waits as well. */
    @Test
    void holdsNoMoreThanItMayBehindOneTrial() {
        clocks.accept(packet("odd", NOON - HOUR, NOON), 0);
        for (int i = 0; i < 50_000; i++) {
            clocks.accept(packet("right", NOON + i, NOON + i), 0);
            assertThat(clocks.held()).isLessThanOrEqualTo(20_000);
        }
        clocks.end();

        assertThat(out).hasSize(50_001);
    }

    /**
     * Under ever new names: a sender with one address delays its reader for so long, and no more.
     */
    @Test
    void anAddressHasABudgetOfTrials() {
        for (int i = 0; i < 600; i++) {
            long received = NOON + i * 2 * SECOND;
            clocks.accept(packet("n" + i % 90, received - HOUR - i * 30 * SECOND, received), 0);
            clocks.silentUntil(received + SECOND);
        }
        clocks.end();

        long minutes = 600 * 2 / 60;
        assertThat(out).hasSize(600);
        assertThat(clocks.trials())
                .isBetween((long) TrialBudget.BURST, TrialBudget.BURST + minutes);
        assertThat(clocks.trialsRefused()).isGreaterThan(400);
    }

    @Test
    void withoutATrialTheFirstTimeIsAClocksAndALaterOneAStray() {
        clocks = new AgentClocks(200, (packet, bytes) -> out.add(packet));
        for (int i = 0; i < TrialBudget.BURST; i++) {
            clocks.accept(packet("n" + i, NOON - HOUR, NOON), 0);
        }
        clocks.accept(packet("a", NOON - HOUR, NOON + SECOND), 0);
        clocks.accept(packet("a", NOON + 2 * HOUR, NOON + 2 * SECOND), 0);
        clocks.accept(packet("a", NOON - HOUR + 2 * SECOND, NOON + 3 * SECOND), 0);
        assertThat(clocks.held()).isZero();
        List<HepPacket> of = out.stream().filter(packet -> packet.node().equals("a")).toList();

        assertThat(of).extracting(HepPacket::clockOffsetMicros).first().isEqualTo(-HOUR - SECOND);
        assertThat(of.get(1).correctedMicros()).isLessThanOrEqualTo(NOON + 2 * SECOND + 1000);
        assertThat(of.get(2).clockOffsetMicros()).isEqualTo(-HOUR - SECOND);
    }

    @Test
    void aReaderThatHoldsNothingTakesTheFirstTimeForAClock() {
        clocks = AgentClocks.holdingNothing(100, (packet, bytes) -> out.add(packet));
        clocks.accept(packet("a", NOON - HOUR, NOON), 0);

        assertThat(clocks.held()).isZero();
        assertThat(out.get(0).clockOffsetMicros()).isEqualTo(-HOUR);
    }

    @Test
    void whatTellsNoTimeIsNotHeldNorCorrected() {
        clocks.accept(
                new HepPacket(
                        NOON - HOUR,
                        NOON,
                        3,
                        0,
                        "",
                        0,
                        "",
                        0,
                        "192.0.2.1",
                        "a",
                        HepProtocol.NONE,
                        null,
                        null,
                        MESSAGE,
                        null,
                        null),
                0);
        clocks.accept(packet("a", NOON, NOON), 0);

        assertThat(out).hasSize(2).allMatch(packet -> packet.clockOffsetMicros() == 0);
    }

    private static List<Object> times(HepPacket packet) {
        return List.of(
                packet.node(),
                packet.receivedMicros(),
                packet.correctedMicros(),
                packet.orderMicros());
    }

    private static HepPacket packet(String node, long time, long received) {
        return of("192.0.2.1", node, time, received);
    }

    private static HepPacket of(String agent, String node, long time, long received) {
        return new HepPacket(
                time,
                received,
                3,
                17,
                "192.0.2.9",
                5060,
                "192.0.2.8",
                5060,
                agent,
                node,
                HepProtocol.SIP,
                null,
                null,
                MESSAGE,
                null,
                null);
    }
}
