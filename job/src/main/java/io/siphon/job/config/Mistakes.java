package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the values of options: a sentence each, which begins with the option. */
final class Mistakes {

    private final List<String> sentences = new ArrayList<>();

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    void add(ConfigOption<?> option, String wrong) {
        sentences.add(option.key() + ": " + wrong);
    }

    void positive(ConfigOption<Integer> option, int value) {
        moreThanZero(option, value);
    }

    void positive(ConfigOption<Duration> option, Duration value) {
        moreThanZero(option, value.toMillis());
    }

    void positive(ConfigOption<MemorySize> option, MemorySize value) {
        moreThanZero(option, value.getBytes());
    }

    private void moreThanZero(ConfigOption<?> option, long value) {
        if (value <= 0) {
            add(option, "must be more than 0, got " + value);
        }
    }

    void notNegative(ConfigOption<Integer> option, int value) {
        if (value < 0) {
            add(option, "must not be less than 0, got " + value);
        }
    }

    /**
     * Takes what a parser says of a value.
     *
     * @param parser throws an {@link IllegalArgumentException} that does not name the option
     */
    void parse(ConfigOption<?> option, Runnable parser) {
        try {
            parser.run();
        } catch (IllegalArgumentException e) {
            add(option, e.getMessage());
        }
    }

    /**
     * Takes what a parser says of a value.
     *
     * @param parser throws an {@link IllegalArgumentException} that names the option
     */
    void parse(Runnable parser) {
        try {
            parser.run();
        } catch (IllegalArgumentException e) {
            add(e.getMessage());
        }
    }
}
