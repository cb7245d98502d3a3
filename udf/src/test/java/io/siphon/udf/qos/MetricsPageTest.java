package io.siphon.udf.qos;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsPageTest {

    /** Tests run in their module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void pageIsAsTheCodeSays() throws Exception {
        if (Boolean.getBoolean("siphon.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, MetricsPage.markdown());
        }
        assertThat(PAGE)
                .as("docs/metrics.md; -Dsiphon.docs.write=true writes it")
                .content()
                .isEqualTo(MetricsPage.markdown());
    }
}
