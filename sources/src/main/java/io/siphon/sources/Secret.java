package io.siphon.sources;

import org.apache.flink.configuration.GlobalConfiguration;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A password that is read where it is used. Its serialized form, and so a job graph and a
 * savepoint, has only its place: in a file, in an environment variable, or in {@code config.yaml}
 * of the process that needs it.
 */
public final class Secret implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String MASK = "***";

    private static final Pattern IN_URL =
            Pattern.compile(
                    "[?&;][^=&;]*(?:password|passwd|pwd|secret|token)[^=&;]*=|//[^/?;@]*:[^/?;]*@",
                    Pattern.CASE_INSENSITIVE);

    /** What options of this process gave, by a key that means nothing to another process. */
    private static final Map<String, String> GIVEN = new ConcurrentHashMap<>();

    private final String option;
    private final String variable;
    @Nullable private final String file;
    @Nullable private final String given;

    private Secret(String option, String variable, @Nullable String file, @Nullable String given) {
        this.option = option;
        this.variable = variable;
        this.file = file;
        this.given = given;
    }

    /**
     * The first of these that there is: the file's first line, the value, the environment variable.
     *
     * @param option its key in {@code config.yaml}, where a process looks that knows no value
     * @param variable of the environment
     * @param value empty when there is none
     */
    public static Secret of(String option, String variable, @Nullable String file, String value) {
        String given = null;
        if (file == null && !value.isEmpty()) {
            given = UUID.randomUUID().toString();
            GIVEN.put(given, value);
        }
        return new Secret(option, variable, file, given);
    }

    /** One that this process knows, and no other. */
    public static Secret of(String value) {
        return of("", "", null, value);
    }

    /** {@code SIPHON_STORE_JDBC_PASSWORD} of {@code store.jdbc.password}. */
    public static String variable(String option) {
        return "SIPHON_" + option.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    /** Whether a URL has one in it, where {@code ps}, logs and messages would show it. */
    public static boolean isIn(String url) {
        return IN_URL.matcher(url).find();
    }

    /**
     * What it is now; empty when there is none.
     *
     * @throws UncheckedIOException when its file cannot be read
     */
    public String read() {
        if (file != null) {
            return line(Path.of(file));
        }
        if (given == null) {
            return variable.isEmpty() ? "" : System.getenv().getOrDefault(variable, "");
        }
        String known = GIVEN.get(given);
        // a TaskManager has a config.yaml of its own
        return known == null
                ? GlobalConfiguration.loadConfiguration().toMap().getOrDefault(option, "")
                : known;
    }

    private String line(Path path) {
        try {
            String text = Files.readString(path);
            int end = text.indexOf('\n');
            String line = end < 0 ? text : text.substring(0, end);
            return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    option + "-file: cannot read " + file + ": " + e.getClass().getSimpleName(), e);
        }
    }

    /** A message in which it does not stand. */
    public String mask(String message) {
        String secret;
        try {
            secret = read();
        } catch (UncheckedIOException unreadable) {
            return message;
        }
        return secret.isEmpty() ? message : message.replace(secret, MASK);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
