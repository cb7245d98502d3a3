package io.siphon.bench.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** From the embedded database. */
@Timeout(600)
class ReportITCase implements ReportContract, QueryContract {

    @TempDir Path data;

    @Override
    public StoreAddress store() {
        return new StoreAddress(JdbcOutput.embeddedUrl(data.toString()), "sa", "");
    }

    @Override
    public List<String> forbidden(Path file) {
        return List.of(
                "CALL CSVWRITE('" + file + "', 'SELECT * FROM query_probe')",
                "SELECT CSVWRITE('" + file + "', 'SELECT 1')",
                "SELECT FILE_WRITE('x', '" + file + "')",
                "SELECT FILE_READ('/etc/hostname', NULL)",
                "SELECT * FROM CSVREAD('/etc/passwd')",
                "SELECT * FROM FINAL TABLE (INSERT INTO query_probe (number) VALUES (1))",
                "EXPLAIN ANALYZE DELETE FROM query_probe",
                "SCRIPT TO '" + file + "'",
                "BACKUP TO '" + file + "'",
                "CREATE ALIAS run FOR 'java.lang.Runtime.getRuntime'",
                "CREATE USER other PASSWORD 'x' ADMIN",
                "ALTER USER sa SET PASSWORD 'x'",
                "CALL LINK_SCHEMA('X', '', 'jdbc:h2:" + file + "', 'sa', '', 'PUBLIC')",
                "SHUTDOWN",
                "SET WRITE_DELAY 0");
    }

    @Override
    public String slow() {
        return "SELECT count(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b";
    }
}
