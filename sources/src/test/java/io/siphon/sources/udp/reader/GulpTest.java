package io.siphon.sources.udp.reader;

import io.siphon.sources.journal.Received;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class GulpTest {

    @Test
    void handsOutAllOfEachSplitInOrderSomeAtATime() {
        List<Received> first = messages(70);
        List<Received> second = messages(1);
        Gulp gulp = new Gulp();
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

    private static List<Received> rest(Gulp gulp) {
        List<Received> all = new ArrayList<>();
        for (List<Received> some = gulp.nextRecordFromSplit();
                some != null;
                some = gulp.nextRecordFromSplit()) {
            assertThat(some).hasSizeBetween(1, 32);
            all.addAll(some);
        }
        return all;
    }

    private static List<Received> messages(int count) {
        InetSocketAddress sender = new InetSocketAddress("127.0.0.1", 9060);
        return LongStream.range(0, count)
                .mapToObj(micros -> new Received(new byte[0], sender, micros, null))
                .toList();
    }
}
