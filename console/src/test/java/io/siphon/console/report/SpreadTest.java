package io.siphon.console.report;

import io.siphon.udf.qos.Distribution;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is read here equals what the job has measured: held against the writer's own class. */
class SpreadTest {

    private final Random random = new Random(7);

    @Test
    void readsWhatTheJobWrote() {
        for (int size : new int[] {0, 1, 2, 17, 5000}) {
            Distribution written = new Distribution();
            values(size).forEach(written::add);
            Spread read = new Spread();
            read.add(written.toBytes());
            assertSame(read, written);
        }
    }

    @Test
    void mergesWindowsToTheWhole() {
        Distribution whole = new Distribution();
        Spread merged = new Spread();
        for (int window = 0; window < 60; window++) {
            Distribution part = new Distribution();
            List<Double> values = values(random.nextInt(40));
            values.forEach(part::add);
            values.forEach(whole::add);
            Spread one = new Spread();
            one.add(part.toBytes());
            merged.add(one);
        }
        assertSame(merged, whole);
    }

    @Test
    void addsValuesLikeTheJob() {
        Distribution theirs = new Distribution();
        Spread ours = new Spread();
        for (double value : values(1000)) {
            theirs.add(value);
            ours.add(value);
        }
        assertSame(ours, theirs);
    }

    @Test
    void refusesAnotherVersion() {
        assertThatThrownBy(() -> new Spread().add(new byte[] {2, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sketch is of version 2; expected 1");
    }

    @Test
    void refusesWhatIsCutOff() {
        Distribution written = new Distribution();
        values(50).forEach(written::add);
        byte[] bytes = written.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> new Spread().add(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("sketch ends after " + length + " bytes");
        }
    }

    private List<Double> values(int size) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(
                    switch (random.nextInt(5)) {
                        case 0 -> 0.0;
                        case 1 -> -random.nextDouble() * 100;
                        case 2 -> 2e9;
                        default -> Math.exp(random.nextGaussian() * 4);
                    });
        }
        return values;
    }

    private static void assertSame(Spread ours, Distribution theirs) {
        assertThat(ours.count()).isEqualTo(theirs.count());
        assertThat(ours.sum()).isEqualTo(Double.valueOf(theirs.sum()));
        assertThat(ours.mean()).isEqualTo(Double.valueOf(theirs.mean()));
        assertThat(ours.max()).isEqualTo(Double.valueOf(theirs.max()));
        for (double q : new double[] {0, 0.05, 0.5, 0.95, 0.99, 1}) {
            assertThat(ours.quantile(q)).isEqualTo(Double.valueOf(theirs.quantile(q)));
        }
    }
}
