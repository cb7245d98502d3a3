package io.siphon.job.cli;

import io.siphon.console.ConsoleException;
import io.siphon.console.web.ConsoleServer;
import io.siphon.console.web.ConsoleSettings;
import io.siphon.job.config.BindAddress;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

/** The console beside a running job: what keeps it from starting does not keep the job. */
final class ConsoleOfRun implements AutoCloseable {

    private final @Nullable ConsoleServer server;
    private final String description;

    private ConsoleOfRun(@Nullable ConsoleServer server, String description) {
        this.server = server;
        this.description = description;
    }

    /**
     * Before anything is opened.
     *
     * @throws ConsoleException when it may not listen there
     */
    static void check(Configuration loaded) {
        BindAddress bind = JobConfig.from(loaded).console().address();
        if (bind != null && !isWithoutStore(loaded)) {
            settings(loaded, bind);
        }
    }

    static ConsoleOfRun start(Configuration loaded) {
        BindAddress bind = JobConfig.from(loaded).console().address();
        if (bind == null) {
            return new ConsoleOfRun(null, "none");
        }
        if (isWithoutStore(loaded)) {
            return new ConsoleOfRun(null, "none: it needs an SQL database (store.jdbc.url)");
        }
        try {
            boolean journal = JobConfig.from(loaded).journal().enabled();
            ConsoleServer server =
                    ConsoleServer.start(
                            settings(loaded, bind).beside(() -> JobCounters.read(journal)));
            String warning = server.warning();
            return new ConsoleOfRun(
                    server, server.url() + (warning == null ? "" : "  (" + warning + ")"));
        } catch (ConsoleException e) {
            return new ConsoleOfRun(null, "none: " + e.getMessage());
        }
    }

    private static ConsoleSettings settings(Configuration loaded, BindAddress bind) {
        return ConsoleAccess.settings(loaded, bind);
    }

    private static boolean isWithoutStore(Configuration loaded) {
        return JdbcOutput.NONE.equals(JobConfig.from(loaded).jdbc().url());
    }

    /** Its URL, or why there is none. */
    String describe() {
        return description;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
