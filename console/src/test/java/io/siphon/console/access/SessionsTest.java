package io.siphon.console.access;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest {

    private static final String HASH = PasswordHash.of("x".toCharArray(), 1).text();

    private final AtomicLong clock = new AtomicLong();
    private final Sessions sessions = new Sessions(clock::get);

    private static Account account(String name) {
        return new Account(name, Role.VIEWER, HASH);
    }

    @Test
    void endsWhenNotUsed() {
        String token = sessions.start(account("alice"));
        clock.addAndGet(Sessions.IDLE.toNanos() - 1);
        assertThat(sessions.find(token)).isNotNull();
        clock.addAndGet(Sessions.IDLE.toNanos());
        assertThat(sessions.find(token)).isNull();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void endsHoweverMuchItIsUsed() {
        String token = sessions.start(account("alice"));
        long step = Duration.ofHours(1).toNanos();
        for (int i = 1; i < Sessions.LONGEST.toHours(); i++) {
            clock.addAndGet(step);
            assertThat(sessions.find(token)).isNotNull();
        }
        clock.addAndGet(step);
        assertThat(sessions.find(token)).isNull();
    }

    @Test
    void tokensOfOthersAndNoneFindNothing() {
        sessions.start(account("alice"));
        assertThat(sessions.find(null)).isNull();
        assertThat(sessions.find("")).isNull();
        assertThat(sessions.find(sessions.token())).isNull();
    }

    @Test
    void anAccountEndsItsOwnLongestUnused() {
        String others = sessions.start(account("bob"));
        String first = sessions.start(account("alice"));
        String second = sessions.start(account("alice"));
        sessions.find(first);
        for (int i = 0; i < Sessions.MAX_OF_ACCOUNT - 1; i++) {
            sessions.start(account("alice"));
        }
        assertThat(sessions.find(second)).isNull();
        assertThat(sessions.find(first)).isNotNull();
        assertThat(sessions.find(others)).isNotNull();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < Sessions.MAX + 50; i++) {
            sessions.start(account("u" + i));
        }
        assertThat(sessions.size()).isEqualTo(Sessions.MAX);
    }
}
