package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.InOrder;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectLimitTest {

    @Test
    void aThousandForgedSubjectsAreTwoHundredAlertsAndOneOfTheRest() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, Finding, Finding> limit =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new SubjectLimit(),
                                TypeInformation.of(Finding.class)
                                        .createSerializer(new SerializerConfigImpl())),
                        Finding::detector,
                        TextKeyType.INSTANCE)) {
            limit.open();
            for (int i = 0; i < 1_000; i++) {
                give(limit, i * 0.01, "scanner_ua", "10.0.0." + i, Severity.WARNING);
            }
            give(limit, 11, "scanner_ua", "10.0.0.3", Severity.WARNING); // is named
            give(limit, 12, "scanner_ua", "192.0.2.66", Severity.CRITICAL); // has room
            give(limit, 13, "brute_force", "192.0.2.66", Severity.WARNING); // another's flood
            limit.processWatermark(CallFixture.micros(86_400) / 1000);

            assertThat(limit.extractOutputValues())
                    .filteredOn(alert -> alert.detector().equals("scanner_ua"))
                    .hasSize(SubjectLimit.MOST + 3)
                    .last()
                    .satisfies(
                            other -> {
                                assertThat(other.subject()).isEqualTo("other");
                                assertThat(other.count()).isEqualTo(800);
                                assertThat(other.text())
                                        .isEqualTo(
                                                "800 more findings, about subjects beyond the 200"
                                                        + " that have alerts of their own");
                            });
            assertThat(limit.extractOutputValues())
                    .filteredOn(alert -> alert.subject().equals("192.0.2.66"))
                    .hasSize(2);
            assertThat(limit.numKeyedStateEntries()).isZero();
            assertThat(((InOrder<?, ?, ?>) limit.getOneInputOperator()).deadlines()).isZero();
        }
    }

    private static void give(
            KeyedOneInputStreamOperatorTestHarness<String, Finding, Finding> limit,
            double at,
            String detector,
            String subject,
            Severity severity)
            throws Exception {
        long micros = CallFixture.micros(at);
        limit.processElement(
                new Finding(detector, severity, "proxy1", subject, micros, micros + 1, 1, 1, 1, ""),
                micros / 1000);
    }
}
