package io.siphon.console.access;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Sessions in memory; they end with the process. Of a token only its hash is kept. Ten of an
 * account and a thousand in all, the longest unused ends for a new one; each ends after two hours
 * without a request, and after twelve.
 */
public final class Sessions {

    static final int MAX = 1_000;
    static final int MAX_OF_ACCOUNT = 10;
    static final Duration IDLE = Duration.ofHours(2);
    static final Duration LONGEST = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;

    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();

    /** By hash of the token, the longest unused first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    public Sessions() {
        this(System::nanoTime);
    }

    Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A value that nobody guesses, for cookies and forms: 43 characters. */
    public String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @return the token, which the browser keeps as a cookie
     */
    public synchronized String start(Account account) {
        expire();
        endEldest(account.name(), MAX_OF_ACCOUNT);
        endEldest(null, MAX);
        long now = nanos.getAsLong();
        String token = token();
        sessions.put(key(token), new Session(account, token(), now, now));
        return token;
    }

    /** Null when there is none, or it has ended. */
    @Nullable
    public synchronized Session find(@Nullable String token) {
        if (token == null) {
            return null;
        }
        String key = key(token);
        Session session = sessions.get(key);
        if (session == null) {
            return null;
        }
        if (hasEnded(session)) {
            sessions.remove(key);
            return null;
        }
        Session used =
                new Session(
                        session.account(),
                        session.formToken(),
                        session.startedNanos(),
                        nanos.getAsLong());
        sessions.put(key, used);
        return used;
    }

    public synchronized void end(@Nullable String token) {
        if (token != null) {
            sessions.remove(key(token));
        }
    }

    synchronized int size() {
        return sessions.size();
    }

    private boolean hasEnded(Session session) {
        long now = nanos.getAsLong();
        return now - session.usedNanos() >= IDLE.toNanos()
                || now - session.startedNanos() >= LONGEST.toNanos();
    }

    private void expire() {
        sessions.values().removeIf(this::hasEnded);
    }

    /** Makes room for one more. */
    private void endEldest(@Nullable String name, int most) {
        long count =
                sessions.values().stream()
                        .filter(session -> name == null || session.account().name().equals(name))
                        .count();
        Iterator<Session> eldest = sessions.values().iterator();
        while (count >= most && eldest.hasNext()) {
            Session session = eldest.next();
            if (name == null || session.account().name().equals(name)) {
                eldest.remove();
                count--;
            }
        }
    }

    private static String key(String token) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
