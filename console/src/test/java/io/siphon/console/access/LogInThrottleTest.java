package io.siphon.console.access;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class LogInThrottleTest {

    private final AtomicLong clock = new AtomicLong();
    private final LogInThrottle throttle = new LogInThrottle(clock::get);

    @Test
    void anAddressHasTenFailuresAndOneMoreEachMinute() {
        for (int i = 0; i < LogInThrottle.PER_ADDRESS; i++) {
            assertThat(throttle.tryAttempt("192.0.2.1", "name" + i)).isTrue();
        }
        assertThat(throttle.tryAttempt("192.0.2.1", "another")).isFalse();
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(throttle.tryAttempt("192.0.2.1", "another")).isTrue();
        assertThat(throttle.tryAttempt("192.0.2.1", "another")).isFalse();
    }

    @Test
    void successCostsNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.tryAttempt("192.0.2.1", "alice")).isTrue();
            throttle.succeeded("192.0.2.1", "alice");
        }
    }

    @Test
    void guessingANameFromManyAddressesDoesNotLockItsOwnerOut() {
        for (int i = 0; i < 200; i++) {
            throttle.tryAttempt("198.51.100." + i, "alice");
        }
        assertThat(throttle.tryAttempt("198.51.100.7", "alice")).as("has failed lately").isFalse();
        assertThat(throttle.tryAttempt("203.0.113.9", "alice")).as("has not").isTrue();
        assertThat(throttle.tryAttempt("203.0.113.9", "alice")).isFalse();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < LogInThrottle.PER_ADDRESS; i++) {
            assertThat(throttle.tryAttempt("2001:db8:0:1::" + i, "name" + i)).isTrue();
        }
        assertThat(throttle.tryAttempt("2001:db8:0:1:ffff::1", "x")).isFalse();
        assertThat(throttle.tryAttempt("2001:db8:0:2::1", "x")).isTrue();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 3 * LogInThrottle.MAX_BUCKETS; i++) {
            throttle.tryAttempt(
                    "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), "n" + i);
        }
        assertThat(throttle.size()).isEqualTo(2 * LogInThrottle.MAX_BUCKETS);
    }
}
