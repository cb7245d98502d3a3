package io.siphon.job.cli;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.runtime.SubmittedJob;
import io.siphon.sources.Secret;
import io.siphon.sources.siptrace.SipTraceTable;

import picocli.CommandLine.Option;

import javax.annotation.Nullable;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** {@code --from-sip-trace}: which table of Kamailio's is to be read, and as whom. */
final class SipTraceMixin {

    @Option(
            names = "--from-sip-trace",
            paramLabel = "URL",
            description =
                    "Read Kamailio's own table instead of captures, MySQL, MariaDB or PostgreSQL:"
                            + " jdbc:mariadb://HOST/kamailio, jdbc:postgresql://HOST/kamailio.")
    @Nullable
    private String url;

    @Option(
            names = "--table",
            defaultValue = "sip_trace",
            description = "Name of the table (default: sip_trace).")
    private String table;

    @Option(names = "--user", defaultValue = "", description = "Database user; needs SELECT only.")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "File whose first line is that user's password (default:"
                            + " SIP_TRACE_PASSWORD in the environment).")
    @Nullable
    private String passwordFile;

    @Option(
            names = "--password",
            defaultValue = "",
            description = "The password; all users of the machine see it in ps.")
    private String password;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            description =
                    "Time zone of Kamailio's server, in which time_stamp is stored:"
                            + " Europe/Berlin (default: UTC).")
    private String zone;

    boolean chosen() {
        return url != null;
    }

    /**
     * Sees that it is there and can be read.
     *
     * @throws ConfigurationException when not, and why
     */
    SipTraceTable table() {
        if (Secret.isIn(url)) {
            throw new ConfigurationException(
                    "--from-sip-trace: the URL holds a password, which ps and messages would show:"
                            + " give it by --password-file, or SIP_TRACE_PASSWORD of the"
                            + " environment");
        }
        if (!password.isEmpty() && SubmittedJob.isOurs()) {
            throw SubmittedJob.secret("--password", "--password-file");
        }
        Secret secret = Secret.of("--password", "SIP_TRACE_PASSWORD", passwordFile, password);
        String known = url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
        if (!known.matches("jdbc:(mariadb|postgresql):.*")) {
            throw new ConfigurationException(
                    "--from-sip-trace: got "
                            + url.replaceFirst("[/?;].*", "")
                            + ", expected jdbc:mariadb://HOST/DATABASE, jdbc:mysql:// or"
                            + " jdbc:postgresql://");
        }
        if (!table.matches("[\\w$]+(\\.[\\w$]+)?")) {
            throw new ConfigurationException(
                    "--table: got " + table + ", expected a name like sip_trace");
        }
        SipTraceTable found = new SipTraceTable(known, table, user, secret);
        String refusal;
        try (Connection connection = found.connect()) {
            refusal = found.refusal(connection);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "--from-sip-trace: cannot read " + found + ": " + secret.mask(words(e)), e);
        } catch (UncheckedIOException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
        if (!refusal.isEmpty()) {
            throw new ConfigurationException("--from-sip-trace: " + found + " " + refusal);
        }
        return found;
    }

    /**
     * @throws ConfigurationException when there is no such zone
     */
    ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    "--zone: got " + zone + ", expected one like Europe/Berlin, UTC or +01:00", e);
        }
    }

    private static String words(SQLException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }
}
