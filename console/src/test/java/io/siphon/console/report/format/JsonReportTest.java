package io.siphon.console.report.format;

import io.siphon.console.report.Column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonReportTest {

    @Test
    void writesEveryFigureUnderItsKey() throws Exception {
        JsonNode report =
                new ObjectMapper().readTree(ReportFormat.JSON.write(SampleReport.report()));

        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "format",
                        "store",
                        "made_at",
                        "zone",
                        "period",
                        "asked",
                        "previous_period",
                        "window_s",
                        "completeness",
                        "incidents",
                        "alerts",
                        "total",
                        "previous",
                        "by",
                        "groups",
                        "slices",
                        "responses",
                        "outcomes",
                        "media_verdicts",
                        "causes",
                        "hops",
                        "durations",
                        "registration_responses",
                        "registration_outcomes",
                        "registrations",
                        "slowest",
                        "failed",
                        "worst_streams");
        assertThat(report.at("/format").asText()).isEqualTo("siphon-report/1");
        assertThat(report.at("/period/from").asText()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(report.at("/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(report.at("/window_s").asDouble()).isEqualTo(60);
        assertThat(report.at("/completeness/gap_s").asDouble()).isEqualTo(180);
        assertThat(report.at("/completeness/not_listening")).hasSize(1);
        assertThat(report.at("/incidents").asInt()).isEqualTo(21);
        assertThat(report.at("/alerts/0/from").asText()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(report.at("/alerts/0/observed").asDouble()).isEqualTo(42);
        assertThat(report.at("/total").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Column.ALL.stream().map(Column::key).toList());
        assertThat(report.at("/total/attempts").isIntegralNumber()).isTrue();
        assertThat(report.at("/total/asr_pct").asDouble()).isEqualTo(75);
        assertThat(report.at("/total/rtcp_jitter_p95_ms").asDouble()).isEqualTo(12.25);
        assertThat(report.at("/total/rrd_p95_ms").asDouble()).isEqualTo(97);
        assertThat(report.at("/total/register_addresses").asLong()).isEqualTo(5);
        assertThat(report.at("/total/rtp_mos_mean").isNull()).isTrue();
        assertThat(report.at("/groups/0/slices/1/figures/attempts").asLong()).isEqualTo(10);
        assertThat(report.at("/worst_streams/0/by").asText()).isEqualTo("rtcp");
        assertThat(report.at("/worst_streams/0/jitter_mean_ms").isNull()).isTrue();
    }
}
