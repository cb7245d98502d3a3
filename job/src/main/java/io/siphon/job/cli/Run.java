package io.siphon.job.cli;

import io.siphon.job.config.BindAddress;
import io.siphon.job.config.JobConfig;
import io.siphon.job.runtime.EmbeddedJob;
import io.siphon.job.runtime.StateFolder;
import io.siphon.job.runtime.StatusLine;
import io.siphon.job.runtime.StopSignal;
import io.siphon.job.runtime.Stores;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.job.topology.Topology;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** {@code siphon run}: listen and store until told to stop; here, or where Flink says. */
@Command(
        name = "run",
        description =
                "Receive HEP and plain SIP duplicates, store traces, calls and measurements. Ctrl-C"
                        + " stores everything received, then ends.",
        mixinStandardHelpOptions = true)
public final class Run implements Callable<Integer> {

    @Mixin private ConfigurationMixin configuration;

    @Option(
            names = "--fresh",
            description =
                    "Do not continue the calls and windows that an earlier run left open. Stored"
                            + " rows stay.")
    private boolean fresh;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        return SubmittedJob.isOurs() ? submit(loaded) : listen(loaded);
    }

    private int submit(Configuration loaded) throws Exception {
        SubmittedJob.refuseFresh(fresh);
        Stores stores = Stores.prepareShared(loaded);
        System.out.println(
                "listening  "
                        + stores.config().listening()
                        + " of the TaskManager that gets the source");
        new Senders(stores.config()).print(System.out);
        System.out.println("storing    " + stores);
        SubmittedJob.execute(
                "siphon run",
                configuration.overrides(),
                env -> Topology.live(env, stores.config(), stores.outputs()));
        return 0;
    }

    private int listen(Configuration loaded) throws Exception {
        JobConfig config = JobConfig.from(loaded);
        new Senders(config).requireKeys();
        ConsoleOfRun.check(loaded);
        StateFolder state = EmbeddedJob.reserve(config);
        Stores stores = Stores.prepare(loaded);
        EmbeddedJob job = EmbeddedJob.listen(loaded, stores, state, fresh);
        StopSignal until = new StopSignal(job);
        receiving(System.out, stores, job.webUi());
        // its classes take a moment to load: the sockets are open meanwhile
        try (ConsoleOfRun console = ConsoleOfRun.start(loaded)) {
            further(System.out, stores.config().udpBind(), console.describe());
            return await(stores, job, until);
        }
    }

    private static int await(Stores stores, EmbeddedJob job, StopSignal until) throws Exception {
        StatusLine status = StatusLine.ofReceiving(Clock.systemUTC());
        if (!until.await(status::text)) {
            System.out.println("stopped by a request to " + job.webUi() + ", with a savepoint");
            return 0;
        }
        boolean journal = stores.config().journal().enabled();
        String fate =
                journal
                        ? "what is not stored waits in the journal for the next run"
                        : "what is not stored is lost";
        boolean drained = drain(job, journal);
        until.end(
                status.text(),
                "waiting for the store; Ctrl-C again ends at once, and " + fate,
                "store unavailable: " + fate);
        System.out.println(
                "stopped: "
                        + (drained
                                ? "everything received is stored"
                                : "the job was behind; " + fate));
        return 0;
    }

    /** With a journal a job that is behind may stop where it is, and go on there. */
    private static boolean drain(EmbeddedJob job, boolean journal) throws Exception {
        try {
            job.drain();
            return true;
        } catch (TimeoutException e) {
            if (!journal) {
                throw e;
            }
            return false;
        }
    }

    private static void receiving(PrintStream out, Stores stores, String webUi) {
        out.println(
                "listening  "
                        + stores.config().listening()
                        + ": HEP 1, 2, 3 and plain SIP duplicates");
        new Senders(stores.config()).print(out);
        out.println("storing    " + stores);
        out.println("web UI     " + webUi);
    }

    private static void further(PrintStream out, BindAddress bind, String console) {
        out.println("console    " + console);
        out.println(
                "Kamailio   modparam(\"siptrace\", \"duplicate_uri\", \"sip:"
                        + reachable(bind.host())
                        + ":"
                        + bind.port()
                        + "\")   more: docs/quickstart.md");
        out.println("stop       Ctrl-C");
    }

    /** An address that an agent on another machine can send to. */
    private static String reachable(String host) {
        try {
            if (!InetAddress.getByName(host).isAnyLocalAddress()) {
                return host;
            }
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && a.getAddress().length == 4)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException | java.net.UnknownHostException e) {
            return host;
        }
    }
}
