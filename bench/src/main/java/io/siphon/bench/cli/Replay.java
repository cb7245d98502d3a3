package io.siphon.bench.cli;

import io.siphon.bench.generate.HepTarget;
import io.siphon.bench.generate.Pace;
import io.siphon.job.cli.Checks;
import io.siphon.job.config.ConfigurationException;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.HepCapture;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code siphon replay}: the datagrams of a capture once more. */
@Command(
        name = "replay",
        description =
                "Send the HEP or plain SIP datagrams of a capture file again, byte for byte: HEP"
                        + " frames of TCP streams go as datagrams too, or over TCP again. Old captures keep their old"
                        + " times: see hep.clock.max-behind.",
        mixinStandardHelpOptions = true)
public final class Replay implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "pcap or pcapng of traffic to a capture server.")
    private Path file;

    @Option(
            names = "--to",
            paramLabel = "URI",
            defaultValue = "udp://127.0.0.1:9060",
            description = "Where to send: udp:// or tcp:// (default: udp://127.0.0.1:9060).")
    private String to;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "1 as captured, 10 ten times as fast, max without waiting (default: 1).")
    private String speed;

    @Override
    public Integer call() throws Exception {
        Pace pace = new Pace(factor());
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(file + ": no such file, or not readable");
        }
        try (HepTarget target = HepTarget.open(to)) {
            long[] first = {Long.MIN_VALUE};
            HepCapture.read(
                    file,
                    datagram -> {
                        if (first[0] == Long.MIN_VALUE) {
                            first[0] = datagram.timeMicros();
                        }
                        pace.await(datagram.timeMicros() - first[0]);
                        send(target, datagram);
                    });
            System.out.println(target.summary(target.sent() + " datagrams of " + file));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
        return 0;
    }

    private static void send(HepTarget target, Datagram datagram) {
        try {
            target.send(datagram.payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double factor() {
        if (speed.equals("max")) {
            return 0;
        }
        try {
            double factor = Double.parseDouble(speed);
            Checks.positive("--speed", factor);
            return factor;
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "--speed: got " + speed + ", expected a number or max", e);
        }
    }
}
