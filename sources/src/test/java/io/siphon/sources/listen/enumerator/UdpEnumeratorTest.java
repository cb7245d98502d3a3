package io.siphon.sources.listen.enumerator;

import io.siphon.sources.TwoReaders;
import io.siphon.sources.journal.JournalPosition;
import io.siphon.sources.listen.split.UdpSplit;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class UdpEnumeratorTest {

    private static final String HOST = "127.0.0.1";
    private static final UdpSplit FIRST = socket(0).at(new JournalPosition(10, 24));
    private static final UdpSplit SECOND = socket(1).at(new JournalPosition(20, 48));
    private static final UdpSplit THIRD = socket(2).at(new JournalPosition(30, 72));

    private final TwoReaders<UdpSplit> context = new TwoReaders<>();

    @Test
    void eachReaderGetsItsSocketWhenAllAreThere() {
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0);
        enumerator.addReader(0);
        assertThat(context.assigned(0)).isEmpty();
        context.register(1);
        enumerator.addReader(1);
        assertThat(context.assigned(0)).containsExactly(socket(0));
        assertThat(context.assigned(1)).containsExactly(socket(1));
    }

    @Test
    void placesFindTheirSocketsWhicheverReaderHadThem() {
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0, SECOND, THIRD);
        enumerator.addReader(0);
        context.register(1, FIRST);
        enumerator.addReader(1);
        assertThat(context.assigned(0)).containsExactly(FIRST, THIRD.deaf());
        assertThat(context.assigned(1)).containsExactly(SECOND);
        assertThat(enumerator.snapshotState(1).unassigned()).isEmpty();
    }

    @Test
    void aCheckpointKeepsWhatNobodyHasYet() throws Exception {
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0, SECOND);
        enumerator.addReader(0);
        UdpEnumeratorStateSerializer serializer = new UdpEnumeratorStateSerializer();
        UdpEnumeratorState state =
                serializer.deserialize(
                        serializer.getVersion(), serializer.serialize(enumerator.snapshotState(1)));
        assertThat(state.unassigned()).containsExactly(SECOND);
        assertThat(serializer.deserialize(1, new byte[0]).unassigned()).isEmpty();

        UdpEnumerator restored = enumerator(state);
        context.register(0);
        restored.addReader(0);
        context.register(1);
        restored.addReader(1);
        assertThat(context.assigned(1)).containsExactly(SECOND);
    }

    @Test
    void aReaderThatFailsAloneGetsItsSocketAgain() {
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0, FIRST);
        enumerator.addReader(0);
        context.register(1, SECOND);
        enumerator.addReader(1);
        List<UdpSplit> lost = context.lose(1);
        context.unregister(1);
        enumerator.addSplitsBack(lost, 1);
        context.register(1, SECOND);
        enumerator.addReader(1);
        assertThat(context.assigned(0)).containsExactly(FIRST);
        assertThat(context.assigned(1)).containsExactly(SECOND);
    }

    @Test
    void ofAnotherPortTheJournalAloneIsRead() {
        UdpSplit before = new UdpSplit(0, HOST, 9061, true, new JournalPosition(10, 24));
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0, before);
        enumerator.addReader(0);
        context.register(1);
        enumerator.addReader(1);
        assertThat(context.assigned(0)).containsExactly(socket(0), before.deaf());
    }

    @Test
    void aSocketWithoutAJournalKeepsWhatIsKnownOfClocks() {
        byte[] clocks = {1};
        UdpEnumerator enumerator = enumerator(UdpEnumeratorState.NOTHING_KNOWN);
        context.register(0, socket(0).withClocks(clocks));
        enumerator.addReader(0);
        context.register(1, UdpSplit.socket(5, HOST, 9060).withClocks(clocks));
        enumerator.addReader(1);
        assertThat(context.assigned(0)).containsExactly(socket(0).withClocks(clocks));
        assertThat(context.assigned(1)).containsExactly(socket(1));
    }

    private UdpEnumerator enumerator(UdpEnumeratorState state) {
        return new UdpEnumerator(context, HOST, 9060, state);
    }

    private static UdpSplit socket(int index) {
        return UdpSplit.socket(index, HOST, 9060);
    }
}
