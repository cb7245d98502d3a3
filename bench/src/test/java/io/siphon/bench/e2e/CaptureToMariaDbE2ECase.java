package io.siphon.bench.e2e;

import io.siphon.bench.lab.BothEnds;
import io.siphon.bench.lab.SipCase;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.TraceTable;
import io.siphon.bench.server.MariaDbServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.util.HashMap;
import java.util.Map;

class CaptureToMariaDbE2ECase implements CaptureContract {

    private static MariaDbServer mariaDb;
    private static SiphonProcess siphon;
    private static final Map<BothEnds, SipCase> LINGERING = new HashMap<>();

    @BeforeAll
    static void start() {
        mariaDb = MariaDbServer.started();
        siphon = SiphonProcess.started(StoreUnderTest.in(mariaDb), WINDOW);
        CaptureContract.warmUp(siphon, StoreUnderTest.in(mariaDb));
    }

    @AfterAll
    static void stop() {
        try (var server = mariaDb;
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
        return StoreUnderTest.in(mariaDb);
    }

    @Override
    public TraceTable kamailioTable(String database) {
        return TraceTable.in(mariaDb, database);
    }
}
