package io.siphon.job.cli;

import io.siphon.console.store.StoreAddress;
import io.siphon.console.web.ConsoleServer;
import io.siphon.job.config.BindAddress;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ConsoleSection;
import io.siphon.job.config.JobConfig;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code siphon console}: the console alone, beside a job elsewhere. */
@Command(
        name = "console",
        description =
                "Serve only the console: search calls, show their flows (docs/console.md). It"
                        + " reads the store. siphon run contains it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = ConsoleUser.class)
public final class Console implements Callable<Integer> {

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() throws Exception {
        Configuration loaded = configuration.load();
        BindAddress bind = JobConfig.from(loaded).console().address();
        if (bind == null) {
            throw new ConfigurationException(
                    ConsoleSection.BIND.key() + ": got none, expected an address and a port");
        }
        StoreAddress store = Report.store(loaded);
        ConsoleServer server = ConsoleServer.start(ConsoleAccess.settings(loaded, bind));
        // Ctrl-C and SIGTERM end the JVM: what only reads has nothing to store
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "console-stop"));
        System.out.println("reading    " + store.title());
        System.out.println("console    " + server.url());
        if (server.warning() != null) {
            System.out.println("warning    " + server.warning());
        }
        System.out.println("stop       Ctrl-C");
        new CountDownLatch(1).await();
        return 0;
    }
}
