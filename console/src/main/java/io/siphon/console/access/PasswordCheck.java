package io.siphon.console.access;

import javax.annotation.Nullable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Names and passwords, checked one at a time: deriving a key takes a core for some 0.2 s, and a job
 * may run beside. A program that sends its password with each request has it derived once: what was
 * right is remembered by an HMAC under a key of this process.
 */
public final class PasswordCheck {

    /** What came of an attempt. */
    public sealed interface Result {

        /** Name and password are those of an account. */
        record Right(Account account) implements Result {}

        /** The name, or the password: which of them is not said. */
        record Wrong() implements Result {}

        /**
         * Too many attempts, of this address or at the same time; the password was not looked at.
         */
        record Later() implements Result {}
    }

    private static final int MAX_REMEMBERED = 256;
    private static final int PATIENCE_SECONDS = 5;

    /** What a name that does not exist is compared with, so that it takes as long. */
    private static final PasswordHash NOBODY = PasswordHash.of("nobody".toCharArray());

    private final Accounts accounts;
    private final LogInThrottle throttle;
    private final Semaphore deriving = new Semaphore(1);
    private final SecretKeySpec key;

    /** HMAC of what was right, by {@link Account#hash()}. */
    private final Map<String, byte[]> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    public PasswordCheck(Accounts accounts, LogInThrottle throttle) {
        this.accounts = accounts;
        this.throttle = throttle;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /**
     * @param address of the client
     */
    public Result check(String address, String name, String password) {
        Account account = accounts.named(name);
        boolean tooLong = password.length() > AccountsFile.MAX_PASSWORD;
        if (!tooLong && account != null && isRemembered(account, password)) {
            return new Result.Right(account);
        }
        if (!throttle.tryAttempt(address, account == null ? "" : name)) {
            return new Result.Later();
        }
        if (tooLong) {
            return new Result.Wrong();
        }
        Boolean right = matches(account, password);
        if (right == null) {
            throttle.succeeded(address, account == null ? "" : name);
            return new Result.Later();
        }
        if (account == null || !right) {
            return new Result.Wrong();
        }
        throttle.succeeded(address, name);
        synchronized (remembered) {
            remembered.put(account.hash(), hmac(password));
        }
        return new Result.Right(account);
    }

    private boolean isRemembered(Account account, String password) {
        byte[] right;
        synchronized (remembered) {
            right = remembered.get(account.hash());
        }
        return right != null && MessageDigest.isEqual(right, hmac(password));
    }

    /** Null when it was not this one's turn. */
    @Nullable
    private Boolean matches(@Nullable Account account, String password) {
        try {
            if (!deriving.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            PasswordHash hash = account == null ? NOBODY : PasswordHash.parse(account.hash());
            return hash.matches(password.toCharArray());
        } finally {
            deriving.release();
        }
    }

    private byte[] hmac(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
