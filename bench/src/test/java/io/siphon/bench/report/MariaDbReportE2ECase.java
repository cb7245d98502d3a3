package io.siphon.bench.report;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.console.store.StoreAddress;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.List;

/** From a real server, whose time zone is not ours. */
@Timeout(600)
class MariaDbReportE2ECase implements ReportContract, QueryContract {

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

    @Override
    public List<String> forbidden(Path file) {
        return List.of(
                "SELECT * FROM query_probe INTO OUTFILE '" + file + "'",
                "SELECT text FROM query_probe LIMIT 1 INTO DUMPFILE '" + file + "'",
                "SELECT number INTO @x FROM query_probe LIMIT 1",
                "DELETE FROM query_probe RETURNING number",
                "INSERT INTO query_probe (number) VALUES (1) RETURNING number",
                "ANALYZE DELETE FROM query_probe",
                "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE query_probe (text)",
                "SET SESSION TRANSACTION READ WRITE",
                "START TRANSACTION READ WRITE",
                "SELECT * FROM query_probe FOR UPDATE /* */; DELETE FROM query_probe",
                "BEGIN NOT ATOMIC COMMIT; DELETE FROM query_probe; SELECT 1; END");
    }

    @Override
    public String timeType() {
        return "DATETIME";
    }

    @Override
    public String textOptions() {
        return " CHARACTER SET utf8mb4";
    }

    @Override
    public String slow() {
        return "SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0";
    }
}
