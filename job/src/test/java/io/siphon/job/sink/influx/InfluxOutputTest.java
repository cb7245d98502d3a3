package io.siphon.job.sink.influx;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.InfluxSection;
import io.siphon.job.config.JobConfig;

import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxOutputTest {

    private final InfluxOutput output = new InfluxOutput();

    @Test
    void isOffWithoutAUrl() {
        assertThat(output.enabled(JobConfig.from(new Configuration()))).isFalse();
        assertThat(output.enabled(config("http://127.0.0.1:8086"))).isTrue();
    }

    @Test
    void saysWhere() {
        assertThat(output.describe(config("http://127.0.0.1:8086")))
                .isEqualTo(
                        "measurements and finished calls in InfluxDB at http://127.0.0.1:8086, database siphon");
    }

    @Test
    void namesAServerThatIsNotThere() {
        assertThatThrownBy(() -> output.prepare(config("http://127.0.0.1:1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "store.influx.url: InfluxDB at http://127.0.0.1:1, database siphon cannot be used: ")
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void namesAUrlThatIsNone() {
        for (String url : new String[] {"influx:8086", "http://me:pw@influx:8086", "http:// x"}) {
            assertThatThrownBy(() -> output.prepare(config(url)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("store.influx.url: expected http://host:8086, got ")
                    .hasMessageNotContaining("pw");
        }
    }

    private static JobConfig config(String url) {
        Configuration configuration = new Configuration();
        configuration.set(InfluxSection.URL, url);
        return JobConfig.from(configuration);
    }
}
