package io.siphon.job.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.bench.server.PostgresServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** From a real server, whose time zone is not ours. */
@Timeout(180)
class PostgresReportE2ECase implements ReportContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.started("timezone=Asia/Kolkata");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public StoreAddress store() {
        return new StoreAddress(server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }
}
