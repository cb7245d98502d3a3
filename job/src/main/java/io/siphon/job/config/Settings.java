package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads {@code config.yaml} and {@code -Dkey=value}, and finds every mistake in Siphon's own keys.
 */
public final class Settings {

    /** What options of Flink's begin with, too. */
    private static final Set<String> SHARED_WITH_FLINK =
            Set.of("state.", "rest.", "web.", "security.", "metrics.");

    private static final Pattern SECRET = Pattern.compile("password|secret|token|auth-key");

    /** A key this near to one of Siphon's is taken for a typing mistake, whatever its prefix. */
    private static final int SLIP = 2;

    private Settings() {}

    /**
     * @param folder holds {@code config.yaml}; when there is none, only overrides and defaults
     *     count
     * @param overrides from {@code -D}
     * @throws ConfigurationException naming all keys that are unknown and all values that do not
     *     fit
     */
    public static Configuration load(Path folder, Map<String, String> overrides) {
        Configuration dynamic = Configuration.fromMap(overrides);
        Configuration configuration;
        if (Files.isRegularFile(folder.resolve("config.yaml"))) {
            try {
                configuration = GlobalConfiguration.loadConfiguration(folder.toString(), dynamic);
            } catch (RuntimeException e) {
                throw new ConfigurationException(
                        folder.resolve("config.yaml")
                                + " is not readable as YAML: "
                                + ErrorText.root(e),
                        e);
            }
        } else {
            configuration = dynamic;
        }
        List<String> mistakes = new ArrayList<>();
        mistakes.addAll(unknownKeys(configuration));
        mistakes.addAll(badValues(configuration));
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(String.join("\n", mistakes));
        }
        return configuration;
    }

    /** Every option, in the order of the sections of {@link JobConfig} and within them. */
    public static List<ConfigOption<?>> options() {
        return Arrays.stream(JobConfig.class.getRecordComponents())
                .flatMap(section -> options(section.getType()).stream())
                .toList();
    }

    /** The options of a section. */
    static List<ConfigOption<?>> options(Class<?> section) {
        return Arrays.stream(section.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .<ConfigOption<?>>map(Settings::option)
                .toList();
    }

    /** Whether a key begins as one of Siphon's does, and none of Flink's. */
    public static boolean isOurs(String key) {
        String prefix = prefix(key);
        return !SHARED_WITH_FLINK.contains(prefix)
                && options().stream().anyMatch(option -> prefix(option.key()).equals(prefix));
    }

    private static String prefix(String key) {
        return key.split("\\.", 2)[0] + ".";
    }

    /** Whether a key is Siphon's and its value is, or may hold, a password or alike. */
    public static boolean isSecret(String key) {
        return isOurs(key)
                && !key.endsWith("-file")
                && (SECRET.matcher(key).find() || key.contains("kafka.properties"));
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> unknownKeys(Configuration configuration) {
        List<String> known = options().stream().map(ConfigOption::key).toList();
        List<String> maps =
                options().stream()
                        .filter(option -> option.defaultValue() instanceof Map)
                        .map(option -> option.key() + ".")
                        .toList();
        List<String> mistakes = new ArrayList<>();
        for (String key : new TreeSet<>(configuration.keySet())) {
            if (known.contains(key) || maps.stream().anyMatch(key::startsWith)) {
                continue;
            }
            boolean ours = isOurs(key);
            known.stream()
                    .filter(other -> ours || Math.abs(other.length() - key.length()) <= SLIP)
                    .min(Comparator.comparingInt(other -> distance(key, other)))
                    .filter(nearest -> ours || distance(key, nearest) <= SLIP)
                    .ifPresent(
                            nearest ->
                                    mistakes.add(
                                            "unknown option "
                                                    + key
                                                    + "; did you mean "
                                                    + nearest
                                                    + "?"));
        }
        return mistakes;
    }

    private static List<String> badValues(Configuration configuration) {
        List<String> mistakes = new ArrayList<>();
        for (ConfigOption<?> option : options()) {
            try {
                configuration.getOptional(option);
            } catch (IllegalArgumentException e) {
                mistakes.add(
                        option.key()
                                + ": "
                                + ErrorText.root(e)
                                + " (expected "
                                + kind(option)
                                + ")");
            }
        }
        if (mistakes.isEmpty()) {
            mistakes.addAll(JobConfig.from(configuration).mistakes());
        }
        return mistakes;
    }

    /** What a value of an option looks like, for messages and for the documentation. */
    public static String kind(ConfigOption<?> option) {
        Object sample = option.defaultValue();
        Map<Class<?>, String> kinds = new LinkedHashMap<>();
        kinds.put(java.time.Duration.class, "duration, like 200 ms, 30 s, 5 min, 1 d");
        kinds.put(org.apache.flink.configuration.MemorySize.class, "size, like 4 mb");
        kinds.put(Boolean.class, "true or false");
        kinds.put(Integer.class, "whole number");
        kinds.put(Double.class, "number");
        kinds.put(List.class, "list");
        kinds.put(Map.class, "map");
        return kinds.entrySet().stream()
                .filter(kind -> kind.getKey().isInstance(sample))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("text");
    }

    /** Levenshtein's. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
