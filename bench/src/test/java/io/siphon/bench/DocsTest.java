package io.siphon.bench;

import io.siphon.udf.correlation.CorrelationRule;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Pages by hand: short decisions, links that lead somewhere, options that exist. */
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path ADR = ROOT.resolve("docs/adr");
    private static final Path OPTIONS = ROOT.resolve("docs/configuration.md");
    private static final Path EXTENDING = ROOT.resolve("docs/extending");

    private static final int ADR_LINES = 30;
    private static final int ADR_COLUMNS = 120;

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern OPTION =
            Pattern.compile("(?:-D|`)([a-z]+(?:\\.[a-z][a-z0-9-]*)+)(?=[`=: ])");
    private static final Pattern OPTION_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private static final Pattern RULE =
            Pattern.compile("`([a-z]+ (?:header|call-id-prefix)=[^`]+)`");

    /** They begin as Siphon's options do, and are Flink's, or files. */
    private static final Set<String> NO_OPTIONS =
            Set.of(
                    "rest.address",
                    "rest.bind-address",
                    "rest.port",
                    "state.backend.type",
                    "state.backend.rocksdb.timer-service.factory",
                    "rest.p12",
                    "console.users",
                    "hep.conf");

    /** Pages, with their lines. */
    private static final Map<Path, List<String>> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : Stream.concat(top, docs).sorted().toList()) {
                if (page.toString().endsWith(".md")) {
                    PAGES.put(page.normalize(), Files.readAllLines(page));
                }
            }
        }
    }

    @Test
    void adrsHaveAtMost30LinesAndAStatus() {
        List<Path> adrs = PAGES.keySet().stream().filter(page -> page.startsWith(ADR)).toList();
        assertThat(adrs).hasSizeGreaterThan(20);
        for (Path adr : adrs) {
            List<String> lines = PAGES.get(adr);
            assertThat(lines).as(adr.toString()).hasSizeLessThanOrEqualTo(ADR_LINES);
            assertThat(lines)
                    .as("%s: lines but those of tables", adr)
                    .filteredOn(line -> !line.startsWith("|"))
                    .allMatch(line -> line.length() <= ADR_COLUMNS);
            assertThat(lines).as(adr.toString()).anyMatch(line -> line.startsWith("Status: "));
        }
    }

    @Test
    void linksLeadToAPageAndAHeading() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : PAGES.keySet()) {
            for (MatchResult link : matches(LINK, prose(page))) {
                if (!link.group(1).contains("://")) {
                    links++;
                    if (!isThere(page, link.group(1))) {
                        broken.add(ROOT.relativize(page) + ": " + link.group(1));
                    }
                }
            }
        }
        assertThat(links).isGreaterThan(100);
        assertThat(broken).isEmpty();
    }

    @Test
    void optionsThatPagesNameExist() throws IOException {
        Set<String> options =
                matches(OPTION_ROW, Files.readString(OPTIONS)).stream()
                        .map(row -> row.group(1))
                        .collect(Collectors.toSet());
        Set<String> groups =
                options.stream()
                        .map(option -> option.substring(0, (option + ".").indexOf('.')))
                        .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<Path, List<String>> page : PAGES.entrySet()) {
            if (page.getKey().startsWith(EXTENDING)) { // its examples have options of their own
                continue;
            }
            for (MatchResult name : matches(OPTION, String.join("\n", page.getValue()))) {
                String option = name.group(1);
                if (groups.contains(option.substring(0, option.indexOf('.')))
                        && !isOption(option, options)) {
                    unknown.add(ROOT.relativize(page.getKey()) + ": " + option);
                }
            }
        }
        assertThat(options).hasSizeGreaterThan(100);
        assertThat(unknown).isEmpty();
    }

    @Test
    void rulesOfDevicesAreRules() {
        String table = prose(ROOT.resolve("docs/correlation.md"));
        List<MatchResult> rules = matches(RULE, table);
        assertThat(rules).hasSizeGreaterThan(4);
        for (MatchResult rule : rules) {
            assertThatCode(() -> CorrelationRule.parse(rule.group(1)))
                    .as(rule.group(1))
                    .doesNotThrowAnyException();
        }
    }

    private static boolean isOption(String name, Set<String> options) {
        return options.contains(name)
                || NO_OPTIONS.contains(name)
                || name.startsWith("trunks.")
                || name.contains("kafka.properties.");
    }

    private static boolean isThere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || PAGES.containsKey(target)
                        && prose(target)
                                .lines()
                                .filter(line -> line.startsWith("#"))
                                .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .replace(' ', '-');
    }

    private static String prose(Path page) {
        StringBuilder prose = new StringBuilder();
        boolean code = false;
        for (String line : PAGES.get(page)) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
