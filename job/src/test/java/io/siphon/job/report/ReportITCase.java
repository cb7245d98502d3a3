package io.siphon.job.report;

import io.siphon.console.store.StoreAddress;
import io.siphon.job.sink.jdbc.JdbcOutput;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** From the embedded database. */
@Timeout(120)
class ReportITCase implements ReportContract {

    @TempDir Path data;

    @Override
    public StoreAddress store() {
        return new StoreAddress(JdbcOutput.embeddedUrl(data.toString()), "sa", "");
    }
}
