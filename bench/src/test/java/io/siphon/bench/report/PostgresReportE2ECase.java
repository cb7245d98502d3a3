package io.siphon.bench.report;

import io.siphon.bench.server.PostgresServer;
import io.siphon.console.store.StoreAddress;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.List;

/** From a real server, whose time zone is not ours. */
@Timeout(600)
class PostgresReportE2ECase implements ReportContract, QueryContract {

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

    @Override
    public List<String> forbidden(Path file) {
        return List.of(
                "SELECT * INTO query_more FROM query_probe",
                "COPY query_probe TO '" + file + "'",
                "COPY query_probe TO PROGRAM 'touch " + file + "'",
                "COPY query_probe TO STDOUT",
                "COPY query_probe FROM PROGRAM 'echo 1'",
                "SELECT pg_read_file('/etc/hostname')",
                "SELECT pg_ls_dir('/')",
                "SELECT lo_export(0, '" + file + "')",
                "DELETE FROM query_probe RETURNING number",
                "WITH gone AS (DELETE FROM query_probe RETURNING number) SELECT * FROM gone",
                "EXPLAIN ANALYZE DELETE FROM query_probe",
                "SET TRANSACTION READ WRITE",
                "SELECT set_config('transaction_read_only', 'off', true)",
                "SET ROLE siphon",
                "DO $$ BEGIN DELETE FROM query_probe; END $$",
                "SELECT nextval(pg_get_serial_sequence('sip_message', 'id'))",
                "SELECT * FROM query_probe FOR UPDATE");
    }

    @Override
    public String slow() {
        return "SELECT pg_sleep(60)";
    }
}
