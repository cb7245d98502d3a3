package io.siphon.job.sink.jdbc;

import io.siphon.sources.OwnerOnly;

import org.h2.tools.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives other processes on this machine access to the H2 file that this one has open: a server of
 * H2's on the loopback interface, for that file alone, by a key. The file {@code siphon.door}
 * beside the database holds the URL, for its owner only; it is left behind when the process is
 * killed, and leads nowhere then (docs/adr/0005).
 */
public final class H2Server {

    private static final Logger LOG = LoggerFactory.getLogger(H2Server.class);

    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?([^;]+)(?:;.*)?");
    private static final int KEY_BITS = 160;

    private H2Server() {}

    /**
     * Before H2 is first used: without this its server would listen on all interfaces, though it
     * talks to none but this machine.
     */
    public static void onLoopbackOnly() {
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    /**
     * Where the URL is of a file, creates what is missing of its folder, for its owner alone: H2
     * would leave that to the umask.
     */
    static void createFolder(String url) {
        String file = file(url);
        if (file == null || file.startsWith("~")) { // in H2's words the user's home
            return;
        }
        try {
            OwnerOnly.create(Path.of(file).toAbsolutePath().getParent());
        } catch (IOException e) {
            LOG.debug("H2 says what is wrong with {}", file, e);
        }
    }

    /** Open until this process ends, where the URL is of a file; this process must have it open. */
    public static void open(@Nullable String url) {
        String file = url == null ? null : file(url);
        if (file == null) {
            return;
        }
        OwnerOnly.file(Path.of(file + ".mv.db"));
        String key = new BigInteger(KEY_BITS, new SecureRandom()).toString(Character.MAX_RADIX);
        try {
            Server server =
                    Server.createTcpServer(
                                    "-tcpPort",
                                    "0",
                                    "-tcpDaemon",
                                    "-ifExists",
                                    "-key",
                                    key,
                                    "file:" + file)
                            .start();
            tell(
                    Path.of(file + ".door"),
                    // as the job's own connections: H2's shutdown hook would race with them
                    "jdbc:h2:tcp://127.0.0.1:%d/%s;DB_CLOSE_ON_EXIT=FALSE"
                            .formatted(server.getPort(), key));
        } catch (SQLException | IOException e) {
            LOG.warn("{} can be read by this process alone: {}", url, e.toString());
        }
    }

    /** The database's file that a URL names, without {@code .mv.db}; null where it names none. */
    @Nullable
    static String file(String url) {
        Matcher file = FILE.matcher(url);
        return file.matches() && JdbcOutput.isEmbedded(url) && !url.startsWith("jdbc:h2:mem:")
                ? file.group(1)
                : null;
    }

    /** The URL that the process which has the file open has left beside it; null without one. */
    @Nullable
    static String door(String url) {
        String file = file(url);
        try {
            return file == null ? null : Files.readString(Path.of(file + ".door")).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /** Temporary files are their owner's alone; moved, it is there whole or not at all. */
    private static void tell(Path door, String url) throws IOException {
        Path written = Files.createTempFile(door.getParent(), "siphon", ".door");
        Files.writeString(written, url + "\n");
        Files.move(written, door, StandardCopyOption.ATOMIC_MOVE);
        door.toFile().deleteOnExit();
    }
}
