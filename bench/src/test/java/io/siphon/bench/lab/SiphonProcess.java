package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;
import io.siphon.job.testutils.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code siphon run}, {@code capture} or {@code analyze}, as its user starts and stops it: on a
 * free port, with a data folder of its own that outlives a stop.
 */
public final class SiphonProcess implements AutoCloseable {

    /** The banner's last line. */
    private static final String READY = "stop       Ctrl-C";

    /** Of a machine that others keep busy, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final ServerProcess process = new ServerProcess("siphon", "root");
    private final UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
    private final List<String> command;

    private SiphonProcess(Map<String, String> environment, String verb, List<String> options) {
        List<String> arguments = new ArrayList<>();
        arguments.add(verb);
        arguments.add("-Dhep.udp.bind=" + hep);
        arguments.add("-Drest.port=" + ServerProcess.freePort());
        for (String option : options) {
            arguments.add("-D" + option);
        }
        command = SiphonCommand.line(environment, arguments);
    }

    /**
     * Starts one with an empty data folder; returns when it listens.
     *
     * @param options {@code qos.window=5 s} …
     */
    public static SiphonProcess started(String... options) {
        return started("run", List.of(options));
    }

    /**
     * Likewise, where memory is short.
     *
     * @param size of its heap: {@code 256m}
     */
    public static SiphonProcess onHeap(String size, String... options) {
        return started(Map.of("SIPHON_HEAP", size), "run", List.of(options));
    }

    /** Starts one that stores in that database; returns when it listens. */
    public static SiphonProcess started(StoreUnderTest store, String... options) {
        return started("run", storingIn(store, options));
    }

    /** Starts {@code siphon capture}; returns when it listens. */
    public static SiphonProcess capturing(KafkaBroker kafka, String... options) {
        return started("capture", from(kafka, List.of(options)));
    }

    /** Starts {@code siphon analyze}; returns when it reads. */
    public static SiphonProcess analyzing(
            KafkaBroker kafka, StoreUnderTest store, String... options) {
        return started("analyze", from(kafka, storingIn(store, options)));
    }

    private static SiphonProcess started(String verb, List<String> options) {
        return started(Map.of(), verb, options);
    }

    private static SiphonProcess started(
            Map<String, String> environment, String verb, List<String> options) {
        SiphonProcess siphon = new SiphonProcess(environment, verb, options);
        try {
            siphon.start();
            return siphon;
        } catch (RuntimeException e) {
            siphon.close();
            throw e;
        }
    }

    private static List<String> storingIn(StoreUnderTest store, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(store.options());
        return all;
    }

    private static List<String> from(KafkaBroker kafka, List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("kafka.bootstrap-servers=" + kafka.bootstrapServers());
        return all;
    }

    /** Where it takes HEP. */
    public UdpEndpoint hep() {
        return hep;
    }

    /** The embedded database: open to others only while Siphon is stopped. */
    public StoreUnderTest embeddedStore() {
        return new StoreUnderTest("jdbc:h2:file:" + data().resolve("siphon"), "sa", "");
    }

    /** The same database, as others may ask it while Siphon runs. */
    public StoreUnderTest openStore() throws IOException {
        String url = Files.readString(data().resolve("siphon.door")).strip();
        return new StoreUnderTest(url, "sa", "");
    }

    /** Its {@code data.dir}. */
    public Path data() {
        return process.folder().resolve("data");
    }

    /** All that it said since it was started last. */
    public String output() {
        return process.output();
    }

    /** Starts it again after {@link #stop} or {@link #kill}; returns when it listens. */
    public void start() {
        process.start(
                command,
                () -> {
                    if (!process.output().contains(READY)) {
                        throw new IOException("no banner yet; its log: " + log());
                    }
                });
    }

    /** Ctrl-C, which it must obey in good order. */
    public void stop() {
        stop("INT");
    }

    /** Likewise by another signal. */
    public void stop(String signal) {
        assertThat(process.isRunning()).as("Siphon runs\n" + tail()).isTrue();
        process.stop(signal);
        assertThat(process.awaitEnd(PATIENCE)).as("exit code\n" + tail()).isZero();
    }

    /** Ctrl-C, which it cannot obey before {@code done}. */
    public void stopAfter(String said, Runnable done) {
        process.signal("INT");
        Await.until("output", PATIENCE, this::output, output -> output.contains(said));
        done.run();
        assertThat(process.awaitEnd(PATIENCE)).as("exit code\n" + tail()).isZero();
    }

    /** As the kernel does when memory is short. */
    public void kill() {
        process.stop("KILL");
    }

    /** Returns when it has said so in its log; or has ended, whatever of. */
    public void awaitLog(String said) {
        Await.until(
                "log",
                Duration.ofSeconds(120),
                () -> Files.readString(logFile()),
                log -> log.contains(said) || !process.isRunning());
    }

    /** Ctrl-C, where it may have ended already, or fail over it; returns its exit code. */
    public int end() {
        if (process.isRunning()) {
            process.signal("INT");
        }
        return process.awaitEnd(Duration.ofSeconds(150));
    }

    /** Memory that it has of the machine now, MB. */
    public long residentMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is used of its heap when all garbage is collected, MB. */
    public long usedHeapMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        // PSYoungGen total 109568K, used 2311K [0x… ; ParOldGen …
        return jcmd("GC.heap_info")
                        .lines()
                        .filter(line -> line.contains("total "))
                        .map(line -> line.replaceAll(".* used (\\d+)K.*", "$1"))
                        .mapToLong(Long::parseLong)
                        .sum()
                / 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                command)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return said;
    }

    /** The last lines that it said, and of its log. */
    public String tail() {
        return "Siphon said:\n" + process.tail() + "\nand in its log:\n" + log();
    }

    @Override
    public void close() {
        process.close();
    }

    /** The last lines of its log. */
    public String log() {
        return ServerProcess.lastLines(logFile());
    }

    /** Its log. */
    public Path logFile() {
        return data().resolve("log").resolve("siphon.log");
    }
}
