package io.siphon.sources.sender;

import io.siphon.sources.hep.AuthKeys;

import javax.annotation.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks of whatever is received whether its sender may send, and counts those who may not. Where
 * everybody may it costs nothing; else a look at who sent the one before. For one thread.
 */
public final class SenderGuard {

    /** Of all the addresses that may send, so many are known at a time. */
    private static final int MAX_KNOWN = 10_000;

    private final SenderSettings settings;
    private final Networks networks;
    private final boolean anyAddress;
    @Nullable private final AuthKeys keys;
    private final RefusedSenders refused;
    private final Set<InetAddress> known = new HashSet<>();
    private InetSocketAddress last;
    private boolean lastAllowed;

    private SenderGuard(
            SenderSettings settings,
            Networks networks,
            @Nullable AuthKeys keys,
            RefusedSenders refused) {
        this.settings = settings;
        this.networks = networks;
        this.anyAddress = networks.isEmpty();
        this.keys = keys;
        this.refused = refused;
    }

    /**
     * @throws IOException in one sentence, when there are no keys where they should be
     */
    public static SenderGuard of(SenderSettings settings, RefusedSenders refused)
            throws IOException {
        return new SenderGuard(
                settings, Networks.of(settings.allow()), AuthKeySource.read(settings), refused);
    }

    /** For tests and tools: everybody may send. */
    public static SenderGuard everybody() {
        return new SenderGuard(
                SenderSettings.EVERYBODY,
                Networks.of(SenderSettings.EVERYBODY.allow()),
                null,
                new RefusedSenders());
    }

    public SenderSettings settings() {
        return settings;
    }

    public boolean needsKey() {
        return keys != null;
    }

    /** Whether this address may send; counted if not. */
    public boolean allows(InetSocketAddress sender) {
        if (anyAddress) {
            return true;
        }
        if (sender != last) { // the socket gives the same object while it is the same sender
            last = sender;
            lastAllowed = isAllowed(sender.getAddress());
        }
        if (!lastAllowed) {
            refused.refuse(sender.getAddress(), RefusedSenders.Reason.NOT_ALLOWED);
        }
        return lastAllowed;
    }

    private boolean isAllowed(InetAddress address) {
        if (known.contains(address)) {
            return true;
        }
        if (!networks.contain(address)) {
            return false;
        }
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        return known.add(address);
    }

    /** Whether this packet carries the key that it must; counted if not. */
    public boolean authenticates(byte[] bytes, InetSocketAddress sender) {
        if (keys == null || keys.admit(bytes, 0, bytes.length)) {
            return true;
        }
        unauthenticated(sender);
        return false;
    }

    /** Counts what has no key, whatever else it is. */
    public void unauthenticated(InetSocketAddress sender) {
        refused.refuse(sender.getAddress(), RefusedSenders.Reason.UNAUTHENTICATED);
    }
}
