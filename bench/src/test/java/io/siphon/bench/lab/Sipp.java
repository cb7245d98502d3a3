package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** SIPp as one side of calls. */
public final class Sipp implements AutoCloseable {

    public static final String CALLER_IP = "127.0.0.21";
    public static final String CALLEE_IP = "127.0.0.31";

    private static final List<String> NAMES =
            List.of("Alice", "Jürgen Groß", "Zoë 📞", "Łukasz Żółć", "张伟");
    private static final int VIDEO = 2;
    private static final int STARTS = 3;
    private static final String MESSAGES = "messages.csv";
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ServerProcess process;
    private final UdpEndpoint sip;

    private Sipp(String scenario, String ip) {
        process = new ServerProcess(scenario, "root");
        sip = UdpEndpoint.free(ip);
    }

    /** Takes calls until it is closed. */
    public static Sipp callee(String scenario) {
        return callee(scenario, Map.of());
    }

    /**
     * Takes calls until it is closed.
     *
     * @param keys what the scenario calls {@code [name]}
     */
    public static Sipp callee(String scenario, Map<String, String> keys) {
        Sipp callee = new Sipp(scenario, CALLEE_IP);
        callee.start(scenario, keys, List.of(), callee.sip);
        return callee;
    }

    /**
     * Begins to place calls.
     *
     * @param calls how many
     * @param rate how many a second
     */
    public static Sipp caller(SipCase kind, UdpEndpoint proxy, int calls, int rate) {
        StringBuilder csv = new StringBuilder();
        for (int n = 1; n <= calls; n++) {
            csv.append(subscriber(kind.user(n), kind.number(n), NAMES.get(n % NAMES.size())));
        }
        return caller(
                kind.caller(),
                Map.of(),
                csv.toString(),
                proxy,
                "-m",
                String.valueOf(calls),
                "-r",
                String.valueOf(rate));
    }

    /** Begins to place one call, whose media go elsewhere. */
    static Sipp mediaCaller(
            String number, UdpEndpoint proxy, Duration duration, Map<String, String> keys) {
        return caller(
                "uac_media",
                keys,
                subscriber("+4930900999", number, "Alice"),
                proxy,
                "-m",
                "1",
                "-d",
                String.valueOf(duration.toMillis()));
    }

    /**
     * Begins to place one call of two, as a third party (RFC 3725).
     *
     * @param side {@code b}, which has to listen first, or {@code a}
     * @param twin where both sides meet
     */
    public static Sipp thirdParty(String side, String number, UdpEndpoint proxy, UdpEndpoint twin) {
        return caller(
                "uac_3pcc_" + side,
                Map.of("number", number),
                subscriber("controller", number, "Controller"),
                proxy,
                "-m",
                "1",
                "-3pcc",
                twin.toString());
    }

    private static Sipp caller(
            String scenario,
            Map<String, String> keys,
            String subscribers,
            UdpEndpoint proxy,
            String... arguments) {
        for (int attempt = 1; true; attempt++) {
            Sipp caller = new Sipp(scenario, CALLER_IP);
            caller.startCaller(scenario, keys, subscribers, proxy, arguments);
            if (attempt == STARTS || !caller.foundPortTaken()) {
                return caller;
            }
            caller.close();
        }
    }

    private void startCaller(
            String scenario,
            Map<String, String> keys,
            String subscribers,
            UdpEndpoint proxy,
            String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        // else every SIPp begins with the same ports, and calls of one medium are legs
        int media = mediaPort();
        all.addAll(List.of("-mp", String.valueOf(media)));
        all.addAll(
                List.of(
                        "-inf",
                        write("calls.csv", "SEQUENTIAL\n" + subscribers),
                        "-timeout",
                        "60s",
                        "-timeout_error",
                        // Process numbers come again; Call-IDs do not.
                        "-cid_str",
                        "%u-"
                                + Long.toString(System.nanoTime(), 36)
                                + "-"
                                + RUNS.incrementAndGet()
                                + "@%s",
                        proxy.toString()));
        // it binds its ports in this order, and then places calls
        start(scenario, keys, all, new UdpEndpoint(CALLER_IP, media + VIDEO));
    }

    /** An even port for audio; SIPp binds the second next for video and never tries another. */
    private static int mediaPort() {
        while (true) {
            int port = UdpEndpoint.free(CALLER_IP).port() & ~1;
            if (new UdpEndpoint(CALLER_IP, port).isFree()
                    && new UdpEndpoint(CALLER_IP, port + VIDEO).isFree()) {
                return port;
            }
        }
    }

    /** Whether another program was quicker to bind a port that was free when it was chosen. */
    private boolean foundPortTaken() {
        try {
            return !process.isRunning()
                    && Files.exists(file("errors.log"))
                    && Files.readString(file("errors.log")).contains("Unable to bind");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public UdpEndpoint sip() {
        return sip;
    }

    /** Waits until a caller has placed all calls; fails when one went otherwise than scripted. */
    public List<SippCall> awaitCalls() {
        int status = process.awaitEnd(Duration.ofSeconds(90));
        try {
            if (status != 0) {
                String errors =
                        Files.exists(file("errors.log"))
                                ? Files.readString(file("errors.log"))
                                : process.tail();
                throw new AssertionError("SIPp ended with " + status + ":\n" + errors);
            }
            return calls();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls so far, as this side has them. */
    public List<SippCall> calls() throws IOException {
        return Files.exists(file(MESSAGES))
                ? SippCall.of(Files.readAllLines(file(MESSAGES)))
                : List.of();
    }

    /** What the scenario's {@code <log>} actions said so far. */
    public List<String> log() {
        try {
            return Files.exists(file("log.txt")) ? Files.readAllLines(file("log.txt")) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop("KILL");
        process.close();
    }

    /** Returns once the last of its ports is bound, or once it has ended. */
    private void start(
            String scenario, Map<String, String> keys, List<String> arguments, UdpEndpoint last) {
        try {
            List<String> command = new ArrayList<>();
            command.addAll(
                    List.of(
                            ServerProcess.binary("sip-tester", "/usr/bin/sipp"),
                            "-sf",
                            write(
                                    "scenario.xml",
                                    LabResource.text("scenarios/" + scenario + ".xml")),
                            "-i",
                            sip.ip(),
                            "-p",
                            String.valueOf(sip.port()),
                            "-nostdin",
                            "-trace_shortmsg",
                            "-shortmessage_file",
                            file(MESSAGES).toString(),
                            "-trace_logs",
                            "-log_file",
                            file("log.txt").toString(),
                            "-trace_err",
                            "-error_file",
                            file("errors.log").toString()));
            keys.forEach((name, value) -> command.addAll(List.of("-key", name, value)));
            command.addAll(arguments);
            process.start(
                    command,
                    () -> {
                        if (process.isRunning() && !last.isBoundBy(process.pid())) {
                            throw new IOException("not bound yet");
                        }
                    });
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path file(String name) {
        return process.folder().resolve(name);
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(file(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the file that scenarios take {@code [field0]} and so on from. */
    private static String subscriber(String user, String number, String name) {
        return "%s;%s;%s;[authentication username=%s password=secret]%n"
                .formatted(user, number, name, user);
    }
}
