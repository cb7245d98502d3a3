package io.siphon.job.command;

import io.siphon.job.ConfigurationException;
import io.siphon.sources.siptrace.SipTraceTable;

import picocli.CommandLine.Option;

import javax.annotation.Nullable;

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
            description = "Its name (default: sip_trace).")
    private String table;

    @Option(names = "--user", defaultValue = "", description = "Who reads it; SELECT is enough.")
    private String user;

    @Option(
            names = "--password",
            defaultValue = "${env:SIP_TRACE_PASSWORD:-}",
            description = "Of that user (default: SIP_TRACE_PASSWORD of the environment).")
    private String password;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            description =
                    "Time zone of Kamailio's server, which time_stamp is in: Europe/Berlin"
                            + " (default: UTC).")
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
        SipTraceTable found = new SipTraceTable(known, table, user, password);
        String refusal;
        try (Connection connection = found.connect()) {
            refusal = found.refusal(connection);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "--from-sip-trace: cannot read " + found + ": " + words(e), e);
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

    private String words(SQLException error) {
        String words = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return password.isEmpty() ? words : words.replace(password, "***");
    }
}
