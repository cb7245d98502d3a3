package io.siphon.udf.order;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EvictionTest {

    private final List<String> gone = new ArrayList<>();
    private final List<String> stay = new ArrayList<>();

    @Test
    void whereThereIsRoomAllStay() throws Exception {
        Eviction<String> all = new Eviction<>(3);
        all.consider("a", new Standing(Standing.OVER, 1, "n", 1), 5);
        all.consider("b", new Standing(Standing.UP, 1, "n", 2), 6);
        run(all);
        assertThat(all.places()).isEqualTo(3);
        assertThat(gone).isEmpty();
        assertThat(stay).containsExactly("a 5", "b 6");
    }

    @Test
    void whatIsOverGoesFirstThenTheOldestUnanswered() throws Exception {
        Eviction<String> all = new Eviction<>(4);
        all.consider("up", new Standing(Standing.UP, 1, "", 1), 1);
        all.consider("late", new Standing(Standing.UNANSWERED, 9, "", 1), 1);
        all.consider("early", new Standing(Standing.UNANSWERED, 8, "", 1), 1);
        all.consider("ringing", new Standing(Standing.UNDER_WAY, 2, "", 1), 1);
        all.consider("over", new Standing(Standing.OVER, 99, "", 1), 1);
        all.consider("large", new Standing(Standing.UP, 5, "", 1), 1);
        run(all);
        assertThat(gone).containsExactly("over", "early");
        assertThat(stay).hasSize(4);
    }

    @Test
    void aLargeOneFreesWhatItTakes() throws Exception {
        Eviction<String> all = new Eviction<>(160);
        all.consider("large", new Standing(Standing.UNANSWERED, 1, "", 21), 1);
        for (int i = 0; i < 140; i++) {
            all.consider("small " + i, new Standing(Standing.UNANSWERED, 2, "", 1), 1);
        }
        run(all); // 161: down to 140
        assertThat(gone).containsExactly("large");
    }

    @Test
    void amongEqualsTheGreedyGiveWay() throws Exception {
        Eviction<String> all = new Eviction<>(16);
        for (int i = 0; i < 6; i++) {
            all.consider("quiet " + i, new Standing(Standing.UNANSWERED, i, "quiet", 1), 1);
        }
        for (int i = 0; i < 20; i++) {
            all.consider("loud " + i, new Standing(Standing.UNANSWERED, 100 + i, "loud", 1), 1);
        }
        run(all); // 26: down to 14
        assertThat(gone).hasSize(12).allMatch(key -> key.startsWith("loud"));
        assertThat(gone.get(0)).isEqualTo("loud 0");
    }

    /** Ten thousand forged names have no share: the oldest go. */
    @Test
    void manySourcesAreOne() throws Exception {
        Eviction<String> all = new Eviction<>(100);
        for (int i = 0; i < 90; i++) {
            all.consider("forged " + i, new Standing(Standing.UNANSWERED, i, "node " + i, 1), 1);
        }
        for (int i = 0; i < 30; i++) {
            all.consider("real " + i, new Standing(Standing.UNANSWERED, 200 + i, "real", 1), 1);
        }
        run(all); // 120: down to 88
        assertThat(gone).hasSize(32).allMatch(key -> key.startsWith("forged"));
    }

    @Test
    void ceilingsFollowTheHeap() {
        Ceiling byHeap = Ceiling.ofCalls(0, 0);
        assertThat(byHeap.placesOf(1, 1L << 30)).isEqualTo(300_000);
        assertThat(byHeap.placesOf(4, 1L << 30)).isEqualTo(75_000);
        assertThat(byHeap.placesOf(1, 512L << 20)).isEqualTo(100_000);
        assertThat(byHeap.placesOf(1, 64L << 20)).isEqualTo(5_000);
        assertThat(byHeap.heldBytesOf(1, 1L << 30)).isEqualTo(48L << 20);
        assertThat(Ceiling.ofCalls(1_000_000, 1 << 20).placesOf(2, 1L << 30)).isEqualTo(500_000);
        assertThat(Ceiling.NONE.placesOf(2, 1L << 30)).isEqualTo(Long.MAX_VALUE);
    }

    private void run(Eviction<String> all) throws Exception {
        all.run(
                (key, standing) -> gone.add(key),
                (key, nextTimer) -> stay.add(key + ' ' + nextTimer));
    }
}
