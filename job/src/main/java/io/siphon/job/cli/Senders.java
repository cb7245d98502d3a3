package io.siphon.job.cli;

import io.siphon.job.config.BindAddress;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.SendersSection;
import io.siphon.sources.sender.AuthKeySource;
import io.siphon.sources.sender.SenderSettings;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The line of the banner about who may send. */
final class Senders {

    private final JobConfig config;
    private final SenderSettings settings;

    Senders(JobConfig config) {
        this.config = config;
        this.settings = config.senders().settings();
    }

    /**
     * Sees that the keys are there, on the machine that listens.
     *
     * @throws ConfigurationException when they are not, or others may read them
     */
    void requireKeys() {
        try {
            AuthKeySource.read(settings);
        } catch (IOException e) {
            throw new ConfigurationException(
                    SendersSection.AUTH_KEYS_FILE.key() + ": " + e.getMessage(), e);
        }
    }

    /** A line, where anything is asked of senders, or where it should be. */
    void print(PrintStream out) {
        if (!settings.isEverybody()) {
            out.println("senders    " + asked());
        } else if (isReachable()) {
            out.println(
                    "senders    WARNING: anybody who reaches this port can write into your records;"
                            + " set hep.allow or hep.auth-keys-file (docs/security.md)");
        }
    }

    private String asked() {
        List<String> asked = new ArrayList<>();
        if (!settings.allow().isEmpty()) {
            asked.add("from " + String.join(", ", settings.allow()));
        }
        if (settings.needsKey()) {
            asked.add("HEP 3 with a key");
        }
        return "only " + String.join("; ", asked);
    }

    private boolean isReachable() {
        return isReachable(config.udpBind())
                || config.tcpBind() != null && isReachable(config.tcpBind());
    }

    private static boolean isReachable(BindAddress bind) {
        try {
            return !InetAddress.getByName(bind.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
