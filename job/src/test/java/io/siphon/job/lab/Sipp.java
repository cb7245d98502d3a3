package io.siphon.job.lab;

import io.siphon.job.testutils.ServerProcess;

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
        callee.start(scenario, keys);
        return callee;
    }

    /**
     * Begins to place calls.
     *
     * @param calls how many
     * @param rate how many a second
     */
    public static Sipp caller(SipCase kind, UdpEndpoint proxy, int calls, int rate) {
        return caller(kind, kind.caller(), proxy, calls, rate, Map.of());
    }

    /**
     * Begins to place calls, of another scenario than that of the case.
     *
     * @param keys what the scenario calls {@code [name]}
     */
    public static Sipp caller(
            SipCase kind,
            String scenario,
            UdpEndpoint proxy,
            int calls,
            int rate,
            Map<String, String> keys) {
        Sipp caller = new Sipp(scenario, CALLER_IP);
        caller.start(
                scenario,
                keys,
                "-inf",
                caller.write("calls.csv", subscribers(kind, calls)),
                "-m",
                String.valueOf(calls),
                "-r",
                String.valueOf(rate),
                "-timeout",
                "60s",
                "-timeout_error",
                "-trace_shortmsg",
                "-shortmessage_file",
                caller.file("messages.csv").toString(),
                // Process numbers come again; Call-IDs do not.
                "-cid_str",
                "%u-" + Long.toString(System.nanoTime(), 36) + "-" + RUNS.incrementAndGet() + "@%s",
                proxy.toString());
        return caller;
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
            return SippCall.of(Files.readAllLines(file("messages.csv")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void start(String scenario, Map<String, String> keys, String... arguments) {
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
                            "-trace_logs",
                            "-log_file",
                            file("log.txt").toString(),
                            "-trace_err",
                            "-error_file",
                            file("errors.log").toString()));
            keys.forEach((name, value) -> command.addAll(List.of("-key", name, value)));
            command.addAll(List.of(arguments));
            process.start(
                    command,
                    () -> {
                        if (!sip.isBound() && process.isRunning()) {
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

    private static String subscribers(SipCase kind, int calls) {
        StringBuilder csv = new StringBuilder("SEQUENTIAL\n");
        for (int n = 1; n <= calls; n++) {
            String user = kind.user(n);
            csv.append(user).append(';');
            csv.append(kind.number(n)).append(';');
            csv.append(NAMES.get(n % NAMES.size())).append(';');
            csv.append("[authentication username=").append(user).append(" password=secret]\n");
        }
        return csv.toString();
    }
}
