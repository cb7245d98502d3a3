package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.RawMessage;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class ReceivedBatchTest {

    @Test
    void handsOutAllOfEachSplitInOrderSomeAtATime() {
        List<RawMessage> first = messages(70);
        List<RawMessage> second = messages(1);
        ReceivedBatch batch = new ReceivedBatch();
        batch.add("a", first);
        batch.add("none", List.of());
        batch.add("b", second);
        assertThat(batch.size()).isEqualTo(71);

        assertThat(batch.nextSplit()).isEqualTo("a");
        assertThat(rest(batch)).isEqualTo(first);
        assertThat(batch.nextSplit()).isEqualTo("b");
        assertThat(rest(batch)).isEqualTo(second);
        assertThat(batch.nextSplit()).isNull();
        assertThat(batch.nextRecordFromSplit()).isNull();
    }

    private static List<RawMessage> rest(ReceivedBatch batch) {
        List<RawMessage> all = new ArrayList<>();
        for (List<RawMessage> some = batch.nextRecordFromSplit();
                some != null;
                some = batch.nextRecordFromSplit()) {
            assertThat(some).hasSizeBetween(1, 32);
            all.addAll(some);
        }
        return all;
    }

    private static List<RawMessage> messages(int count) {
        InetSocketAddress sender = new InetSocketAddress("127.0.0.1", 9060);
        return LongStream.range(0, count)
                .mapToObj(micros -> new RawMessage(new byte[0], sender, micros, null))
                .toList();
    }
}
