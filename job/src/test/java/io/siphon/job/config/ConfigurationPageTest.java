package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/configuration.md and the options together; {@code -Dsiphon.docs.write=true} writes it.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageSaysWhatTheOptionsAre() throws Exception {
        if (Boolean.getBoolean("siphon.docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).hasContent(page());
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Configuration

                        Set options in `flink-conf/config.yaml`, or by `-Dkey=value` on the command line, which wins.
                        Flink's own options can be set in the same way. A mistyped key is an error that names the right one.

                        | option | default | value | meaning |
                        | --- | --- | --- | --- |
                        """);
        for (ConfigOption<?> option : Settings.options()) {
            page.append("| `")
                    .append(option.key())
                    .append("` | ")
                    .append(defaultOf(option))
                    .append(" | ")
                    .append(Settings.kind(option))
                    .append(" | ")
                    .append(new HtmlFormatter().format(option.description()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String defaultOf(ConfigOption<?> option) {
        if (!option.hasDefaultValue()) {
            return "not set";
        }
        String text =
                option.defaultValue() instanceof java.time.Duration duration
                        ? org.apache.flink.util.TimeUtils.formatWithHighestUnit(duration)
                        : String.valueOf(option.defaultValue());
        return text.isEmpty() || text.equals("[]") || text.equals("{}")
                ? "empty"
                : "`" + text + "`";
    }
}
