package io.siphon.sources.sender;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.util.List;

/**
 * Who may send. Travels with the job, into REST and savepoints: so it names where the keys are, and
 * has none.
 *
 * @param allow CIDRs of those who may; empty: everybody
 * @param authKeysFile with a key a line, on the machine that listens; null without one
 * @param authKeysInEnvironment whether there must be keys in {@link AuthKeySource#VARIABLE} of the
 *     process that listens
 */
public record SenderSettings(
        List<String> allow, @Nullable String authKeysFile, boolean authKeysInEnvironment)
        implements Serializable {

    public static final SenderSettings EVERYBODY = new SenderSettings(List.of(), null, false);

    public boolean needsKey() {
        return authKeysFile != null || authKeysInEnvironment;
    }

    /** Whether nothing is asked of a sender. */
    public boolean isEverybody() {
        return Networks.of(allow).isEmpty() && !needsKey();
    }
}
