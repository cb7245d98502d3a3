package io.siphon.sources.siptrace;

import io.siphon.sources.Secret;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * Where Kamailio writes to, with {@code trace_to_database} 1: a table of version 4.
 *
 * @param url of JDBC, whose driver must be there
 * @param name of the table, also {@code schema.table}; it goes into SQL as it is
 * @param user empty when the URL has it
 * @param password may be none
 */
public record SipTraceTable(String url, String name, String user, Secret password)
        implements Serializable {

    static final List<String> COLUMNS =
            List.of(
                    "id",
                    "time_stamp",
                    "time_us",
                    "msg",
                    "fromip",
                    "toip",
                    "direction",
                    "traced_user");

    private static final Set<String> OF_OPENSIPS = Set.of("from_proto", "from_ip", "from_port");

    /** Connects, for reading. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password.read());
        }
        // the one driver counts in seconds, the other in milliseconds
        boolean seconds = url.startsWith("jdbc:postgresql:");
        if (seconds || url.startsWith("jdbc:mariadb:")) {
            properties.setProperty("connectTimeout", seconds ? "10" : "10000");
            properties.setProperty("socketTimeout", seconds ? "300" : "300000");
            properties.setProperty("tcpKeepAlive", "true");
        }
        return DriverManager.getConnection(url, properties);
    }

    /**
     * Why it cannot be read, when it is there.
     *
     * @return one sentence without the table's name; empty when all columns are there
     * @throws SQLException when there is no such table, or it may not be read
     */
    public String refusal(Connection connection) throws SQLException {
        Set<String> columns = columns(connection);
        List<String> missing =
                COLUMNS.stream().filter(column -> !columns.contains(column)).toList();
        if (missing.isEmpty()) {
            return "";
        }
        String expected = "expected Kamailio's table of version 4";
        return columns.containsAll(OF_OPENSIPS)
                ? "is OpenSIPS's table, which has no microseconds, " + expected
                : "has no column " + String.join(", ", missing) + ", " + expected;
    }

    private Set<String> columns(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + name + " WHERE 1 = 0")) {
            ResultSetMetaData shape = none.getMetaData();
            Set<String> columns = new HashSet<>();
            for (int i = 1; i <= shape.getColumnCount(); i++) {
                columns.add(shape.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        }
    }

    /** {@code sip_trace at db.example:3306/kamailio}: no user, no password, no options. */
    @Override
    public String toString() {
        String place =
                url.replaceFirst("^jdbc:[a-z0-9]+:(file:)?", "")
                        .replaceFirst("[?;].*", "")
                        .replaceFirst("^//([^/@]*@)?", "");
        return name + " at " + place;
    }
}
