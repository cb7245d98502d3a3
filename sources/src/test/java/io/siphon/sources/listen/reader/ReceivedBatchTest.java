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
        ReceivedBatch gulp = new ReceivedBatch();
        gulp.add("a", first);
        gulp.add("none", List.of());
        gulp.add("b", second);
        assertThat(gulp.size()).isEqualTo(71);

        assertThat(gulp.nextSplit()).isEqualTo("a");
        assertThat(rest(gulp)).isEqualTo(first);
        assertThat(gulp.nextSplit()).isEqualTo("b");
        assertThat(rest(gulp)).isEqualTo(second);
        assertThat(gulp.nextSplit()).isNull();
        assertThat(gulp.nextRecordFromSplit()).isNull();
    }

    private static List<RawMessage> rest(ReceivedBatch gulp) {
        List<RawMessage> all = new ArrayList<>();
        for (List<RawMessage> some = gulp.nextRecordFromSplit();
                some != null;
                some = gulp.nextRecordFromSplit()) {
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
