package io.siphon.job;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds docs/senders.md and the tests that it names together. */
class SendersPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern TEST =
            Pattern.compile("@(?:Parameterized)?Test\\s.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Map<String, List<String>> tests = tests();
        assertThat(tests).hasSizeGreaterThan(20);
        for (String row : rows()) {
            Matcher named = NAMED.matcher(lastCell(row));
            while (named.find()) {
                assertThat(tests).as(row).containsKey(named.group(1));
                assertThat(tests.get(named.group(1))).as(row).contains(named.group(2));
            }
        }
    }

    @Test
    void everyRowHasATestOrSaysWhyNot() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(40)
                .allMatch(row -> lastCell(row).matches("`.*`|no test: .+"));
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/senders.md")).stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.endsWith(" held by |") && !line.startsWith("| ---"))
                .toList();
    }

    private static String lastCell(String row) {
        String[] cells = row.split(" \\| ?");
        return cells[cells.length - 1];
    }

    /** By the name of their class. */
    private static Map<String, List<String>> tests() throws IOException {
        Map<String, List<String>> tests = new TreeMap<>();
        for (String module : List.of("sources", "udf", "job", "bench")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> tests.put(nameOf(file), testsOf(file)));
            }
        }
        return tests;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static List<String> testsOf(Path file) {
        try {
            return TEST.matcher(Files.readString(file))
                    .results()
                    .map(test -> test.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
