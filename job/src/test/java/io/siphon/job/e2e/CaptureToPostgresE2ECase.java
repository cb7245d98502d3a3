package io.siphon.job.e2e;

import io.siphon.job.bench.server.PostgresServer;
import io.siphon.job.lab.BothEnds;
import io.siphon.job.lab.SipCase;
import io.siphon.job.lab.SiphonProcess;
import io.siphon.job.lab.StoreUnderTest;
import io.siphon.job.lab.TraceTable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.util.HashMap;
import java.util.Map;

class CaptureToPostgresE2ECase implements CaptureContract {

    private static PostgresServer postgres;
    private static SiphonProcess siphon;
    private static final Map<BothEnds, SipCase> LINGERING = new HashMap<>();

    @BeforeAll
    static void start() {
        postgres = PostgresServer.started();
        siphon = SiphonProcess.started(StoreUnderTest.in(postgres), WINDOW);
        CaptureContract.warmUp(siphon, StoreUnderTest.in(postgres));
    }

    @AfterAll
    static void stop() {
        try (var server = postgres;
                var process = siphon) {
            siphon.stop();
        }
    }

    @Override
    public Map<BothEnds, SipCase> lingering() {
        return LINGERING;
    }

    @Override
    public SiphonProcess siphon() {
        return siphon;
    }

    @Override
    public StoreUnderTest store() {
        return StoreUnderTest.in(postgres);
    }

    @Override
    public TraceTable kamailioTable(String database) {
        return TraceTable.in(postgres, database);
    }
}
