package io.siphon.sources.listen.reader;

import io.siphon.sources.hep.HepCounts;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class UdpReaderMetricsTest {

    private static final long RECEIVED = 1_795_397_900_000_000L;

    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final UdpReaderMetrics metrics =
            new UdpReaderMetrics(
                    InternalSourceReaderMetricGroup.mock(new Named("", gauges)),
                    new HepCounts(),
                    3);

    /** A sender that invents names is not to fill the memory with metrics. */
    @Test
    void agentsBeyondTheMostAreMeteredTogether() {
        for (int n = 0; n < 1000; n++) {
            emit("edge-" + n, 0);
        }
        emit("edge-1", 0);

        assertThat(gauges.keySet())
                .filteredOn(name -> name.endsWith(".packets"))
                .containsExactlyInAnyOrder(
                        agent("edge-0", "packets"),
                        agent("edge-1", "packets"),
                        agent("edge-2", "packets"),
                        agent("other", "packets"));
        assertThat(value(agent("edge-1", "packets"))).isEqualTo(2L);
        assertThat(value(agent("other", "packets"))).isEqualTo(997L);
        assertThat(value(".HepUdpSource.agents")).isEqualTo(4);
    }

    /** They were there first: an agent that speaks more than they do is metered all the same. */
    @Test
    void anAgentAmongInventedOnesIsMetered() {
        for (int n = 0; n < 1000; n++) {
            emit("forged-" + n, 0);
        }
        for (int n = 0; n < 1000; n++) {
            emit("forged-" + n, 0);
            emit("real", -7_000_000);
        }
        assertThat((Long) value(agent("real", "packets"))).isGreaterThan(800L);
        assertThat(value(agent("real", "clockSkewMs"))).isEqualTo(-7_000L);
    }

    /** What is on its way from an agent only adds to the difference of the clocks. */
    @Test
    void theSkewOfAClockIsThatOfTheFastestPacket() {
        emit("edge", -7_000_000);
        emit("edge", -5_000_000);
        emit("edge", -6_000_000);

        assertThat(value(agent("edge", "clockSkewMs"))).isEqualTo(-5_000L);
    }

    private void emit(String node, long clockMicros) {
        metrics.queued(1);
        metrics.emitted(
                new HepPacket(
                        RECEIVED + clockMicros,
                        RECEIVED,
                        3,
                        17,
                        "192.0.2.1",
                        5060,
                        "192.0.2.2",
                        5060,
                        "192.0.2.7",
                        node,
                        HepProtocol.SIP,
                        null,
                        null,
                        new byte[0],
                        null,
                        null),
                100);
    }

    private Object value(String gauge) {
        return gauges.get(gauge).getValue();
    }

    private static String agent(String name, String gauge) {
        return ".HepUdpSource.agent." + name + "." + gauge;
    }

    /** Knows its gauges by the names of their groups. */
    private static final class Named extends UnregisteredMetricsGroup {

        private final String path;
        private final Map<String, Gauge<?>> gauges;

        private Named(String path, Map<String, Gauge<?>> gauges) {
            this.path = path;
            this.gauges = gauges;
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new Named(path + "." + name, gauges);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(path + "." + name, gauge);
            return gauge;
        }
    }
}
