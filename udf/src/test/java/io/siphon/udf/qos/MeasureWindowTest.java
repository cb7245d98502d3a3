package io.siphon.udf.qos;

import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MeasureWindowTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 999, 1_000, 60_000, 86_400_000})
    void isFlinksGrid(long sizeMs) {
        MeasureWindow grid = new MeasureWindow(sizeMs);
        Random random = new Random(sizeMs);
        for (int i = 0; i < 1_000; i++) {
            long micros = random.nextLong() >> 12;
            long ms = Math.floorDiv(micros, 1_000);
            long start = TimeWindow.getWindowStartWithOffset(ms, 0, sizeMs);
            TimeWindow window = new TimeWindow(start, start + sizeMs);
            assertThat(grid.start(micros)).isEqualTo(start * 1_000);
            assertThat(grid.closesAt(start * 1_000)).isEqualTo(window.maxTimestamp());
            assertThat(grid.open(window.maxTimestamp())).isEqualTo(window.getEnd() * 1_000);
            assertThat(grid.open(window.maxTimestamp() - 1)).isEqualTo(start * 1_000);
        }
    }

    @Test
    void watermarksMayHaveNoBeginningAndNoEnd() {
        MeasureWindow grid = new MeasureWindow(60_000);
        assertThat(grid.open(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(grid.open(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void settingsSayWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QosSettings(Duration.ZERO, Duration.ZERO, 1))
                .withMessage("qos.window is PT0S; expected 1 ms or more, in whole ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QosSettings(Duration.ofNanos(1_500_000), Duration.ZERO, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new QosSettings(Duration.ofSeconds(1), Duration.ofSeconds(-1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QosSettings(Duration.ofSeconds(1), Duration.ZERO, -1));
        assertThat(QosSettings.defaults().window()).isEqualTo(Duration.ofMinutes(1));
    }

    /** Ten thousand names in each metric of 17 left nothing of 512 MB. */
    @Test
    void seriesGoWithTheHeapWhereTheirNumberIsNotSet() {
        QosSettings byHeap = new QosSettings(Duration.ofSeconds(60), Duration.ZERO, 0);

        assertThat(byHeap.series(4L << 30)).isEqualTo(10_000);
        assertThat(byHeap.series(1L << 30)).isEqualTo(10_000);
        assertThat(byHeap.series(512L << 20)).isEqualTo(3_333);
        assertThat(byHeap.series(256L << 20)).isEqualTo(1_000);
        assertThat(QosSettings.defaults().series(256L << 20)).isEqualTo(10_000);
    }
}
