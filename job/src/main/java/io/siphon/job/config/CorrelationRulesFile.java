package io.siphon.job.config;

import io.siphon.udf.correlation.CorrelationRule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of {@code correlation.rules}: a rule a line, {@code #} begins a comment.
 *
 * @param mistakes a sentence for each line that is no rule
 */
record CorrelationRulesFile(List<CorrelationRule> rules, List<String> mistakes) {

    /** Each is tried on every INVITE. */
    private static final int MOST = 100;

    static CorrelationRulesFile read(Path file) {
        List<CorrelationRule> rules = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        List<String> lines = List.of();
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            mistakes.add("cannot read " + file + ": expected a text file of rules, got " + e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                rules.add(CorrelationRule.parse(line));
            } catch (IllegalArgumentException e) {
                mistakes.add("%s, line %d: %s".formatted(file, i + 1, e.getMessage()));
            }
        }
        if (rules.size() > MOST) {
            mistakes.add(
                    "%s: expected at most %d rules, got %d".formatted(file, MOST, rules.size()));
        }
        return new CorrelationRulesFile(rules, mistakes);
    }
}
