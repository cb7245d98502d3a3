package io.siphon.job.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.bench.server.MariaDbServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** From a real server, whose time zone is not ours. */
@Timeout(180)
class MariaDbReportE2ECase implements ReportContract {

    private static MariaDbServer server;

    @BeforeAll
    static void start() {
        server = MariaDbServer.started("--default-time-zone=+05:45");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public StoreAddress store() {
        return new StoreAddress(server.url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }
}
