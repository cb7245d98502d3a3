package io.siphon.job.cli;

import io.siphon.console.ConsoleException;
import io.siphon.console.access.AccountsFile;
import io.siphon.console.audit.AuditFile;
import io.siphon.console.web.ConsoleSecurity;
import io.siphon.console.web.ConsoleSettings;
import io.siphon.job.config.BindAddress;
import io.siphon.job.config.ConsoleSection;
import io.siphon.job.config.JobConfig;
import io.siphon.udf.alert.baseline.BaselineSettings;

import org.apache.flink.configuration.Configuration;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** Options of the console as its settings. */
final class ConsoleAccess {

    private ConsoleAccess() {}

    static AccountsFile accounts(Configuration loaded) {
        JobConfig config = JobConfig.from(loaded);
        String file = config.console().usersFile();
        return new AccountsFile(
                file == null ? Path.of(config.data().dir(), AccountsFile.NAME) : Path.of(file));
    }

    /**
     * @throws ConsoleException beyond loopback without accounts, or when a file cannot be read
     */
    static ConsoleSettings settings(Configuration loaded, BindAddress bind) {
        JobConfig config = JobConfig.from(loaded);
        ConsoleSection console = config.console();
        ConsoleSecurity.Tls tls =
                console.tlsCertificate() == null
                        ? null
                        : new ConsoleSecurity.Tls(
                                Path.of(console.tlsCertificate()), Path.of(console.tlsKey()));
        BaselineSettings baselines = config.baselines();
        return ConsoleSettings.unchecked(
                        bind.host(), bind.port(), Report.store(loaded), TrunkNames.of(loaded))
                .learning(() -> new ConsoleBaselines(baselines))
                .with(
                        new ConsoleSecurity(
                                accounts(loaded),
                                Path.of(config.data().dir(), AuditFile.NAME),
                                tls,
                                console.hosts().stream()
                                        .map(host -> host.toLowerCase(Locale.ROOT))
                                        .collect(Collectors.toSet())));
    }
}
