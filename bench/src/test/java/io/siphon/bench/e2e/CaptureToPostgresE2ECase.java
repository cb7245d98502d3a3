package io.siphon.bench.e2e;

import io.siphon.bench.lab.BothEnds;
import io.siphon.bench.lab.SipCase;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.TraceTable;
import io.siphon.bench.server.PostgresServer;

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
