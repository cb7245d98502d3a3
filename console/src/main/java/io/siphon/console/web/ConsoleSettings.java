package io.siphon.console.web;

import io.siphon.console.ConsoleException;
import io.siphon.console.baseline.BaselineLearner;
import io.siphon.console.flow.HostNames;
import io.siphon.console.store.StoreAddress;

import javax.annotation.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the console listens, and what it reads.
 *
 * @param host beyond loopback only with accounts
 * @param port where it is taken, the next free one of ten
 * @param names of hosts in ladders and lists
 * @param maxConnections to the store
 * @param statementTimeout of each statement
 * @param security null: no accounts, plain HTTP
 * @param job counters of the job in this process, at the moment of the call; null without one
 * @param baselines makes who learns what is usual; null: there are no baselines
 */
public record ConsoleSettings(
        String host,
        int port,
        StoreAddress store,
        HostNames names,
        int maxConnections,
        Duration statementTimeout,
        @Nullable ConsoleSecurity security,
        @Nullable Supplier<List<JobCounter>> job,
        @Nullable Supplier<BaselineLearner> baselines) {

    /**
     * A counter of the job beside the console.
     *
     * @param value with its unit
     * @param wrong whether somebody should see to it
     */
    public record JobCounter(String name, String value, String meaning, boolean wrong) {}

    public static final int MAX_CONNECTIONS = 4;
    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * @throws ConsoleException beyond loopback
     */
    public static ConsoleSettings of(String host, int port, StoreAddress store, HostNames names) {
        return unchecked(host, port, store, names).checked();
    }

    /**
     * Likewise, with accounts and TLS.
     *
     * @throws ConsoleException beyond loopback without accounts, or when a file cannot be read
     */
    public ConsoleSettings with(ConsoleSecurity other) {
        return copy(other, job, baselines).checked();
    }

    /** Likewise, in the process of a job. */
    public ConsoleSettings beside(Supplier<List<JobCounter>> counters) {
        return copy(security, counters, baselines);
    }

    /** Likewise, with baselines. */
    public ConsoleSettings learning(Supplier<BaselineLearner> learners) {
        return copy(security, job, learners);
    }

    private ConsoleSettings copy(
            @Nullable ConsoleSecurity otherSecurity,
            @Nullable Supplier<List<JobCounter>> otherJob,
            @Nullable Supplier<BaselineLearner> otherBaselines) {
        return new ConsoleSettings(
                host,
                port,
                store,
                names,
                maxConnections,
                statementTimeout,
                otherSecurity,
                otherJob,
                otherBaselines);
    }

    /** Before the security is known: {@link #with} checks. */
    public static ConsoleSettings unchecked(
            String host, int port, StoreAddress store, HostNames names) {
        return new ConsoleSettings(
                host, port, store, names, MAX_CONNECTIONS, STATEMENT_TIMEOUT, null, null, null);
    }

    private ConsoleSettings checked() {
        if (!isLoopback() && !hasAccounts()) {
            throw new ConsoleException(
                    "console.bind: got "
                            + host
                            + ", which needs accounts, and there are none: run siphon console user add"
                            + " NAME --role viewer|engineer|admin, or bind 127.0.0.1");
        }
        if (security != null && security.tls() != null) {
            ServerCertificate.load(security.tls());
        }
        return this;
    }

    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConsoleException(
                    "console.bind: " + host + " is no address of this machine", e);
        }
    }

    /** Beyond loopback always; on loopback where there are accounts. */
    boolean requiresLogIn() {
        return !isLoopback() || hasAccounts();
    }

    private boolean hasAccounts() {
        return security != null && !security.accounts().read().isEmpty();
    }

    boolean isEncrypted() {
        return security != null && security.tls() != null;
    }
}
