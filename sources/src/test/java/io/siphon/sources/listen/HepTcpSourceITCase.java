package io.siphon.sources.listen;

import io.siphon.sources.Bytes;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.tcp.TcpSettings;

import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static io.siphon.sources.listen.HepSourceITCase.COUNTED;
import static io.siphon.sources.listen.HepSourceITCase.FAIL_ONCE;
import static io.siphon.sources.listen.HepSourceITCase.RECEIVED;
import static io.siphon.sources.listen.HepSourceITCase.ROOM;
import static io.siphon.sources.listen.HepSourceITCase.await;
import static io.siphon.sources.listen.HepSourceITCase.awaitSockets;
import static io.siphon.sources.listen.HepSourceITCase.distinct;
import static io.siphon.sources.listen.HepSourceITCase.received;
import static org.assertj.core.api.Assertions.assertThat;

/** What the source takes over TCP: one port beside that of UDP. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class HepTcpSourceITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir private Path folder;

    private int port;

    @BeforeEach
    void findAPort() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                DatagramSocket udp = new DatagramSocket(null)) {
            port = tcp.getLocalPort();
        }
    }

    @AfterEach
    void forget() throws Exception {
        HepSourceITCase.awaitNobodyListening();
        RECEIVED.clear();
        GracefulStop.reset();
    }

    @Test
    void twoListenersShareThePortBesideTwoSockets() throws Exception {
        JobClient job = start(2, "none", null, 64 << 20);
        List<Socket> agents = new ArrayList<>();
        for (int agent = 0; agent < 20; agent++) {
            agents.add(connect());
        }
        for (int i = 0; i < 50; i++) {
            for (Socket agent : agents) {
                agent.getOutputStream().write(frame("tcp" + i));
            }
        }
        try (DatagramSocket udp = new DatagramSocket()) {
            HepSourceITCase.send(udp, port, "OPTIONS sip:udp SIP/2.0\r\n\r\n");
        }
        await(() -> RECEIVED.size() == 1001);
        assertThat(RECEIVED).extracting(HepPacket::error).containsOnlyNulls();
        assertThat(received("sip:udp")).isOne();
        job.cancel().get();
        awaitSockets(port, 0);
        for (Socket agent : agents) {
            assertThat(agent.getInputStream().read()).isEqualTo(-1);
            agent.close();
        }
    }

    @Test
    void garbageGoesThroughWithItsError() throws Exception {
        JobClient job = start(1, "none", null, 64 << 20);
        try (Socket browser = connect();
                Socket agent = connect()) {
            browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            agent.getOutputStream().write(frame("whole"));
            agent.getOutputStream().write(frame("half"), 0, 10);
            agent.shutdownOutput();
            await(() -> RECEIVED.size() == 3);
            assertThat(browser.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(RECEIVED)
                .extracting(HepPacket::error)
                .anyMatch(error -> error != null && error.startsWith("http: "))
                .anyMatch(error -> error != null && error.startsWith("bad-length: "))
                .containsOnlyOnce((String) null);
        job.cancel().get();
        awaitSockets(port, 0);
    }

    /** The agent stays connected; at each failure half a frame is on its way. */
    @Test
    void afterAFailoverTheConnectionGoesOnAndEveryFrameIsCountedOnce() throws Exception {
        JobClient job = start(1, "fixed-delay", HepSourceITCase.journal(folder), 64 << 20);
        try (Socket agent = connect()) {
            agent.setTcpNoDelay(true);
            OutputStream out = agent.getOutputStream();
            for (int i = 0; i < 3000; i++) {
                byte[] frame = frame("c" + i + ".");
                if (i == 1000 || i == 2000) {
                    int sent = i;
                    await(() -> received("c") >= sent);
                    FAIL_ONCE.set(true);
                    out.write(frame("c" + i + "-fails"));
                    out.write(frame, 0, 9);
                    await(() -> !FAIL_ONCE.get());
                    out.write(frame, 9, frame.length - 9);
                } else {
                    out.write(frame);
                }
            }
            await(() -> distinct("c") == 3002);
            GracefulStop.request();
            await(GracefulStop::done);
            assertThat(agent.getInputStream().read()).isEqualTo(-1);
        }
        stop(job);
        assertThat(COUNTED).hasValue(3002);
        assertThat(RECEIVED).extracting(HepPacket::error).containsOnlyNulls();
        awaitSockets(port, 0);
    }

    /** Without a journal: what the job has no room for waits with the agent. */
    @Test
    void aJobThatStandsStillHoldsTheAgentAndNothingIsLost() throws Exception {
        int frames = 1000;
        byte[] frame = frame("x".repeat(60_000));
        JobClient job = start(1, "none", null, 1);
        int room = ROOM.drainPermits();
        AtomicInteger sent = new AtomicInteger();
        Thread agent = new Thread(() -> send(frame, frames, sent));
        agent.start();
        awaitHeld(sent);
        assertThat(sent.get()).isLessThan(frames);
        assertThat(RECEIVED).isEmpty();
        ROOM.release(room);
        agent.join();
        await(() -> RECEIVED.size() == frames);
        assertThat(RECEIVED).extracting(HepPacket::error).containsOnlyNulls();
        job.cancel().get();
        awaitSockets(port, 0);
    }

    private void send(byte[] frame, int frames, AtomicInteger sent) {
        try (Socket socket = connect()) {
            while (sent.get() < frames) {
                socket.getOutputStream().write(frame);
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until nothing more goes out for a while. */
    private static void awaitHeld(AtomicInteger sent) throws Exception {
        int[] before = {0};
        int[] same = {0};
        await(
                () -> {
                    int now = sent.get();
                    same[0] = now > 0 && now == before[0] ? same[0] + 1 : 0;
                    before[0] = now;
                    return same[0] == 30;
                });
    }

    @Test
    void drainingStoresWhatConnectionsStillHold() throws Exception {
        JobClient job = start(1, "none", null, 64 << 20);
        try (Socket agent = connect()) {
            for (int i = 0; i < 3000; i++) {
                agent.getOutputStream().write(frame("d" + i));
            }
            GracefulStop.request();
            await(GracefulStop::done);
            assertThat(agent.getInputStream().read()).isEqualTo(-1);
        }
        awaitSockets(port, 0);
        stop(job);
        assertThat(RECEIVED).hasSize(3000);
    }

    private void stop(JobClient job) throws Exception {
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.NATIVE).get();
    }

    private JobClient start(int sockets, String restart, JournalSettings journal, long queueBytes)
            throws Exception {
        JobClient job =
                HepSourceITCase.start(
                        HepSource.builder()
                                .setBind("127.0.0.1", port)
                                .setTcp(new TcpSettings("127.0.0.1", port, 100))
                                .setLinger(Duration.ofSeconds(2))
                                .setQueue(queueBytes)
                                .setJournal(journal)
                                .build(),
                        sockets,
                        restart,
                        null);
        awaitSockets(port, sockets); // those of TCP are opened before
        return job;
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", port);
    }

    private static byte[] frame(String payload) {
        return Bytes.hex("")
                .and(HepChunk.PAYLOAD.encode(payload.getBytes(StandardCharsets.UTF_8)))
                .frame();
    }
}
