package io.siphon.bench.e2e;

import io.siphon.bench.lab.FlinkCluster;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the job jar holds: all that a Flink distribution does not have, and nothing of it. */
class JobJarITCase {

    /** The Kafka connector has a deserializer in a package of Flink's. */
    private static final String CONNECTORS =
            "org/apache/flink/(connector|streaming/connectors)/.*"
                    + "|org/apache/flink/streaming/util/serialization/JSONKeyValue.*";

    @Test
    void holdsNothingThatFlinkBrings() throws IOException {
        Path jar = FlinkCluster.jobJar();
        Set<String> twice = new TreeSet<>();
        try (Stream<Path> lib = Files.list(jar.resolveSibling("flink-lib"))) {
            lib.flatMap(flink -> classes(flink).stream()).forEach(twice::add);
        }
        assertThat(twice)
                .as("Flink, with what it needs itself")
                .contains(
                        "org/apache/flink/streaming/api/datastream/DataStream.class",
                        "org/apache/commons/lang3/StringUtils.class",
                        "net/jpountz/lz4/LZ4Factory.class",
                        "org/xerial/snappy/Snappy.class",
                        "org/rocksdb/RocksDB.class");
        Set<String> ours = new TreeSet<>(classes(jar));
        twice.retainAll(ours);
        assertThat(twice).isEmpty();
        assertThat(ours.stream().filter(name -> name.startsWith("org/apache/flink/")))
                .as("released apart from Flink")
                .allMatch(name -> name.matches(CONNECTORS));
        assertThat(ours)
                .contains("io/siphon/job/cli/Main.class", "org/postgresql/Driver.class")
                .noneMatch(name -> name.matches("org/(slf4j|apache/logging)/.*"))
                .as("the console's web server lies beside, in console-lib")
                .noneMatch(name -> name.matches("(io/javalin|org/eclipse/jetty|com/zaxxer)/.*"));
    }

    private static List<String> classes(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
