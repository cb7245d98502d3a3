package io.siphon.job.cli;

import io.siphon.console.ConsoleException;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.runtime.JobDeadException;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.job.sink.jdbc.H2Server;
import io.siphon.schema.PlainText;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;

/** The {@code siphon} command. */
@Command(
        name = "siphon",
        description =
                "Monitors and audits SIP traffic: HEP in, traces, calls and quality figures out.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Run.class,
            Capture.class,
            Analyze.class,
            Backfill.class,
            Report.class,
            Alerts.class,
            Calls.class,
            Flow.class,
            Console.class,
            Query.class,
            Baselines.class,
            Prune.class,
            Tail.class
        },
        footer = {
            "",
            "siphon flink ARG... is Flink's own client: run, list, stop, savepoint, cancel.",
            "siphon test installs what the tests need and runs them.",
            "siphon COMMAND --help tells more."
        })
public final class Main {

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    private Exception failure;

    private Main() {}

    public static void main(String[] args) throws Exception {
        H2Server.onLoopbackOnly();
        if (!SubmittedJob.isOurs()) {
            System.exit(execute(new PrintWriter(System.err, true), args));
        }
        // The JVM is Flink's, a JobManager's even: it lives on, and learns of errors by exceptions.
        StringWriter err = new StringWriter();
        Main main = new Main();
        int status = main.run(new PrintWriter(err, true), args);
        if (main.failure != null) {
            throw main.failure;
        }
        if (status != 0) {
            throw new ConfigurationException(err.toString().strip());
        }
    }

    /**
     * @return 0, or 2 when the user asked for something that cannot be, or 1 when we failed
     */
    static int execute(PrintWriter err, String... args) {
        return new Main().run(err, args);
    }

    private int run(PrintWriter err, String... args) {
        CommandLine line = new CommandLine(this);
        for (MoreCommands more : ServiceLoader.load(MoreCommands.class)) {
            more.commands().forEach(line::addSubcommand);
        }
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, result) -> report(error, err));
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private int report(Exception error, PrintWriter err) {
        failure = error;
        if (error instanceof JobDeadException) {
            JobDeadException.haltSoon();
        }
        boolean theirs =
                error instanceof ConfigurationException || error instanceof ConsoleException;
        String sentence = theirs ? error.getMessage() : "failed: " + ErrorText.root(error);
        sentence.lines().forEach(text -> err.println("siphon: " + PlainText.line(text)));
        if (verbose) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            err.print(PlainText.lines(trace.toString().replace("\t", "    ")));
            err.flush();
        } else if (!theirs) {
            err.println("siphon: --verbose shows where");
        }
        return theirs ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"siphon " + (version == null ? "from classes" : version)};
        }
    }
}
