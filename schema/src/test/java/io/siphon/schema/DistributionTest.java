package io.siphon.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class DistributionTest {

    private static final double[] QUANTILES = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void quantilesAreWithinOnePercent(long seed) {
        double[] values = values(seed, 20_000);
        Distribution all = of(values);
        Arrays.sort(values);
        for (double q : QUANTILES) {
            double exact = values[(int) (q * (values.length - 1))];
            assertThat(all.quantile(q))
                    .as("quantile %s", q)
                    .isCloseTo(
                            exact,
                            within(
                                    Math.abs(exact) * (Distribution.RELATIVE_ACCURACY + 1e-9)
                                            + Distribution.RESOLUTION));
        }
    }

    @Test
    void sumMeanAndExtremesAreExact() {
        Distribution all = of(0.1, 0.2, 0.3, -7, 12.5);
        assertThat(all.count()).isEqualTo(5);
        assertThat(all.sum()).isEqualTo(6.1);
        assertThat(all.mean()).isEqualTo(1.22);
        assertThat(all.min()).isEqualTo(-7);
        assertThat(all.max()).isEqualTo(12.5);
    }

    @Test
    void theTailOfFewValuesIsTheWorst() {
        for (int count = 1; count < 20; count++) {
            Distribution all = new Distribution();
            for (int i = 1; i <= count; i++) {
                all.add(i * 1.01);
            }
            assertThat(all.quantile(0.95)).isEqualTo(count * 1.01);
            assertThat(all.quantile(0.05)).isEqualTo(1.01);
        }
        Distribution twenty = new Distribution();
        for (int i = 1; i <= 20; i++) {
            twenty.add(i);
        }
        assertThat(twenty.quantile(0.95)).isCloseTo(19, within(0.2));
    }

    @Test
    void quantilesStayBetweenTheExtremes() {
        Distribution one = of(123.456);
        for (double q : QUANTILES) {
            assertThat(one.quantile(q)).isEqualTo(123.456);
        }
    }

    @Test
    void zerosAndNegativesHaveTheirPlace() {
        Distribution all = of(-10, -1, 0, -0.0, 1, 10);
        assertThat(all.quantile(0)).isEqualTo(-10);
        assertThat(all.quantile(0.2)).isCloseTo(-1, within(0.01));
        assertThat(all.quantile(0.5)).isZero();
        assertThat(all.quantile(0.8)).isCloseTo(1, within(0.01));
        assertThat(all.quantile(1)).isEqualTo(10);
        assertThat(all.zeros()).isEqualTo(2);
    }

    @Test
    void whatIsBeyondTheLimitsCountsAsTheLimit() {
        Distribution all =
                of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, Double.MIN_VALUE);
        assertThat(all.max()).isEqualTo(Distribution.LIMIT);
        assertThat(all.min()).isEqualTo(-Distribution.LIMIT);
        assertThat(all.zeros()).isOne();
        assertThat(all.sum()).isEqualTo(Distribution.LIMIT);
        assertRoundTrip(all);
    }

    @Test
    void takesNoNaN() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Double.NaN));
    }

    @Test
    void hasNoValuesAtFirst() {
        Distribution none = new Distribution();
        assertThat(none.count()).isZero();
        assertThat(none.sum()).isZero();
        assertThat(none.mean()).isNaN();
        assertThat(none.min()).isNaN();
        assertThat(none.max()).isNaN();
        assertThat(none.quantile(0.5)).isNaN();
        assertRoundTrip(none);
    }

    @Test
    void sumStaysAtItsLimit() {
        Distribution all = new Distribution();
        for (int i = 0; i < 20_000; i++) {
            all.add(Distribution.LIMIT);
        }
        assertThat(all.sum()).isEqualTo(Long.MAX_VALUE / 1e6);
        assertRoundTrip(all);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void partsMergedInAnyOrderEqualTheWhole(long seed) {
        double[] values = values(seed, 2_000);
        byte[] whole = of(values).toBytes();
        Random random = new Random(seed);
        List<Distribution> parts = new ArrayList<>();
        for (int from = 0; from < values.length; ) {
            int to = Math.min(values.length, from + random.nextInt(300));
            parts.add(of(Arrays.copyOfRange(values, from, to)));
            from = to;
        }
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(parts, random);
            Distribution merged = new Distribution();
            for (Distribution part : parts) {
                merged.merge(Distribution.fromBytes(part.toBytes()));
            }
            assertThat(merged.toBytes()).isEqualTo(whole);
        }
    }

    @Test
    void mergingLeavesTheOtherAsItWas() {
        Distribution other = of(1, 2, 3);
        byte[] before = other.toBytes();
        Distribution all = new Distribution();
        all.merge(other);
        all.add(1);
        assertThat(other.toBytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isTheSameAfterBytes(long seed) {
        assertRoundTrip(of(values(seed, 5_000)));
    }

    @Test
    void isSmallInBytes() {
        assertThat(of(20, 20, 20, 21).toBytes()).hasSizeLessThan(40);
        assertThat(of(values(7, 100_000)).toBytes()).hasSizeLessThan(8_000);
    }

    @Test
    void refusesOtherVersionsAndLengths() {
        byte[] bytes = of(1, 2, 3).toBytes();
        byte[] next = bytes.clone();
        next[0] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.fromBytes(next))
                .withMessage("version is 2; expected 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.fromBytes(new byte[0]))
                .withMessage("distribution ends after 0 bytes; expected more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessage("1 bytes are left over; expected none");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Distribution.fromBytes(cut));
        }
    }

    @Test
    void damagedBytesAreRefusedOrReadNeverWorse() {
        Random random = new Random(42);
        byte[] good = of(values(1, 300)).toBytes();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                // Most of the meaning is in the first bytes.
                int reach = random.nextBoolean() ? 40 : bytes.length;
                bytes[random.nextInt(reach)] = (byte) random.nextInt();
            }
            try {
                Distribution read = Distribution.fromBytes(bytes);
                assertThat(read.quantile(0.5)).isBetween(read.min(), read.max());
                assertRoundTrip(read);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4_000);
    }

    private static void assertRoundTrip(Distribution distribution) {
        byte[] bytes = distribution.toBytes();
        Distribution read = Distribution.fromBytes(bytes);
        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.count()).isEqualTo(distribution.count());
        assertThat(read.sum()).isEqualTo((Double) distribution.sum());
        assertThat(read.min()).isEqualTo((Double) distribution.min());
        assertThat(read.max()).isEqualTo((Double) distribution.max());
        for (double q : QUANTILES) {
            assertThat(read.quantile(q)).isEqualTo((Double) distribution.quantile(q));
        }
    }

    static Distribution of(double... values) {
        Distribution all = new Distribution();
        for (double value : values) {
            all.add(value);
        }
        return all;
    }

    /** Of six orders of magnitude, both signs, some zeros. */
    private static double[] values(long seed, int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double size = Math.pow(10, random.nextDouble() * 8 - 2);
            int kind = random.nextInt(20);
            values[i] = kind == 0 ? 0 : kind < 4 ? -size : size;
        }
        return values;
    }
}
