package io.siphon.job.cli;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.runtime.EmbeddedJob;
import io.siphon.job.runtime.JobMetrics;
import io.siphon.job.runtime.ReadLine;
import io.siphon.job.runtime.ReadSummary;
import io.siphon.job.runtime.StateFolder;
import io.siphon.job.runtime.StopSignals;
import io.siphon.job.runtime.Stores;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.job.runtime.TerminalLine;
import io.siphon.job.topology.Topology;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveListing;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.siptrace.RowPackets;
import io.siphon.sources.siptrace.SipTraceTable;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code siphon backfill}: what was captured, stored as if it had been received. */
@Command(
        name = "backfill",
        description =
                "Read capture files (pcap and pcapng, also gzip and zstd), or Kamailio's own"
                        + " table sip_trace, into the stores that siphon run writes to: SIP, HEP, RTP"
                        + " and RTCP at the time when they were captured. Rows that are already stored"
                        + " do not change. Ctrl-C stops; the same command then continues where it"
                        + " stopped.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was read",
            "2:nothing could be read",
            "3:some input could not be read, as listed",
            "130:stopped before the end"
        })
public final class Backfill implements Callable<Integer> {

    private static final int STOPPED = 130;

    @Mixin private ConfigurationMixin configuration;

    @Parameters(
            paramLabel = "FILE|FOLDER|-",
            arity = "0..*",
            description =
                    "Captures; folders, with all captures below; or standard input: tcpdump"
                            + " -U -w - port 5060 | siphon backfill -")
    private List<String> positional = List.of();

    @Option(
            names = "--files",
            paramLabel = "FILE|FOLDER",
            split = ",",
            description =
                    "Likewise, separated by commas or repeated, on any file system of Flink:"
                            + " file://, s3://")
    private List<String> named = List.of();

    private List<String> paths = List.of();

    @Mixin private SipTraceMixin sipTrace;

    @Option(
            names = "--node",
            description =
                    "Name of the node that captured (default: pcap, of Kamailio's table"
                            + " sip_trace).")
    @Nullable
    private String node;

    @Option(
            names = "--fresh",
            description = "Start from the beginning, not where an earlier run stopped.")
    private boolean fresh;

    private volatile boolean stopped;

    @Override
    public Integer call() throws Exception {
        paths = Stream.concat(positional.stream(), named.stream()).toList();
        if (sipTrace.chosen() != paths.isEmpty()) {
            throw new ConfigurationException(
                    "expected captures to read, or --from-sip-trace URL, and not both");
        }
        return sipTrace.chosen() ? table() : captures();
    }

    private int captures() throws Exception {
        List<ArchiveListing.ArchiveFile> files = files();
        long bytes = files.stream().mapToLong(ArchiveListing.ArchiveFile::bytes).sum();
        Configuration loaded = configuration.load();
        String by = node == null ? "pcap" : node;
        if (SubmittedJob.isOurs()) {
            List<String> visible = onEveryMachine();
            return submit(
                    loaded,
                    files.size() + " files",
                    (env, stores) ->
                            Topology.archive(env, visible, by, stores.config(), stores.outputs()));
        }
        Stores stores = Stores.prepare(loaded);
        return read(
                loaded,
                stores,
                files.stream().map(ArchiveListing.ArchiveFile::identity).toList(),
                bytes,
                env -> Topology.archive(env, paths, by, stores.config(), stores.outputs()),
                ReadSummary::print);
    }

    private int table() throws Exception {
        ZoneId zone = sipTrace.zone();
        SipTraceTable table = sipTrace.table();
        RowPackets packets = new RowPackets(zone, node == null ? "sip_trace" : node);
        Configuration loaded = configuration.load();
        if (SubmittedJob.isOurs()) {
            return submit(
                    loaded,
                    "table " + table.name(),
                    (env, stores) ->
                            Topology.table(env, table, packets, stores.config(), stores.outputs()));
        }
        Stores stores = Stores.prepare(loaded);
        return read(
                loaded,
                stores,
                List.of(table.url(), table.name(), zone.getId(), packets.node()),
                -1,
                env -> Topology.table(env, table, packets, stores.config(), stores.outputs()),
                ReadSummary::printTable);
    }

    private int submit(
            Configuration loaded,
            String what,
            BiConsumer<StreamExecutionEnvironment, Stores> define)
            throws Exception {
        SubmittedJob.refuseFresh(fresh);
        Stores stores = Stores.prepareShared(loaded);
        System.out.println("reading    " + what);
        System.out.println("storing    " + stores);
        SubmittedJob.execute(
                "siphon backfill", configuration.overrides(), env -> define.accept(env, stores));
        return 0;
    }

    /** The paths as the JobManager and the TaskManagers understand them, wherever they started. */
    private List<String> onEveryMachine() throws IOException {
        if (paths.contains(PcapSource.STANDARD_INPUT)) {
            throw new ConfigurationException(
                    "-: not possible on a cluster; name files that all its machines can read");
        }
        List<String> qualified = new ArrayList<>();
        for (String text : paths) {
            org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(text);
            qualified.add(path.makeQualified(path.getFileSystem()).toString());
        }
        return qualified;
    }

    /**
     * @param archive what distinguishes it from others
     * @param bytes of all of it; -1 when nobody knows
     */
    private int read(
            Configuration loaded,
            Stores stores,
            List<String> archive,
            long bytes,
            Consumer<StreamExecutionEnvironment> define,
            BiConsumer<ReadSummary, PrintStream> print)
            throws Exception {
        List<String> what = new ArrayList<>(archive);
        what.add(stores.toString());
        StateFolder state = StateFolder.ofArchive(Path.of(stores.config().data().dir()), what);
        boolean piped = paths.contains(PcapSource.STANDARD_INPUT);
        Clock clock = Clock.systemUTC();
        EmbeddedJob job = EmbeddedJob.read(loaded, stores, state, fresh || piped, define);
        StopSignals.handle(signal -> stop(signal, piped));
        System.out.println("storing    " + stores);
        System.out.println("web UI     " + job.webUi());
        long begun = clock.millis();
        boolean resumed = job.resumed();
        if (resumed) {
            System.out.println(
                    "continues  where an earlier run stopped; --fresh starts from the beginning");
        }
        ArchiveFigures before = resumed ? ArchiveProgress.now() : ArchiveFigures.none();
        boolean whole = watch(job, new ReadLine(clock, bytes, before.bytes()));
        Duration time = Duration.ofMillis(clock.millis() - begun);
        // a job that was restarted has counted some of them twice
        boolean counted = !resumed && JobMetrics.total("numRestarts") == 0;
        long calls = counted ? JobMetrics.total("callsSeen") : ReadSummary.UNKNOWN;
        ReadSummary summary = new ReadSummary(ArchiveProgress.now(), before, time, calls);
        print.accept(summary, System.out);
        if (!whole) {
            System.out.println("stopped    the same command continues from here");
            return STOPPED;
        }
        state.delete();
        return summary.exitCode();
    }

    private List<ArchiveListing.ArchiveFile> files() {
        if (paths.size() > 1 && paths.contains(PcapSource.STANDARD_INPUT)) {
            throw new ConfigurationException("-: cannot be combined with files");
        }
        try {
            List<ArchiveListing.ArchiveFile> files = ArchiveListing.list(paths);
            if (files.isEmpty()) {
                throw new ConfigurationException(
                        String.join(", ", paths)
                                + ": no captures in it, expected names like x.pcap, x.pcapng.gz");
            }
            return files;
        } catch (IOException e) {
            throw new ConfigurationException(ErrorText.root(e), e);
        }
    }

    /** Returns when the job has ended: whether it was read to the end, rather than stopped. */
    private boolean watch(EmbeddedJob job, ReadLine progress) throws Exception {
        TerminalLine line = TerminalLine.ofStandardOutput();
        long next = System.nanoTime() + line.interval().toNanos();
        while (!job.awaitEnd(Duration.ofMillis(200))) {
            if (stopped) {
                line.end();
                return !stop(job);
            }
            if (System.nanoTime() >= next) {
                line.print(progress.text(ArchiveProgress.now(), JobMetrics.total("callsSeen")));
                next = System.nanoTime() + line.interval().toNanos();
            }
        }
        line.end();
        if (!job.succeeded()) {
            throw job.failure();
        }
        return true;
    }

    /** Whether it could be stopped before it came to its end. */
    private static boolean stop(EmbeddedJob job) throws Exception {
        try {
            job.stop(() -> System.out.println("waiting for the store; Ctrl-C again ends at once"));
            return true;
        } catch (ExecutionException e) {
            if (job.awaitEnd(Duration.ofSeconds(10)) && job.succeeded()) {
                return false;
            }
            throw e;
        }
    }

    /** A pipe is read to where it is now; a second signal does not wait. */
    private void stop(int signal, boolean piped) {
        if (stopped || piped && GracefulStop.requested()) {
            Runtime.getRuntime().halt(128 + signal);
        }
        if (piped) {
            GracefulStop.request();
        } else {
            stopped = true;
        }
    }
}
