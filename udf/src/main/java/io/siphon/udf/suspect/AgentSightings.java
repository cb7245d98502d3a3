package io.siphon.udf.suspect;

import io.siphon.schema.Trace;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sights each agent once in the {@value #PAUSE_S} s in which it sends anything, at their end: the
 * same at any parallelism, and a look into a map for each message. Of more agents than {@value
 * #MOST} those are sighted oftener that were not heard for longest.
 */
final class AgentSightings implements FlatMapFunction<Trace, Sighting> {

    private static final long serialVersionUID = 1L;

    private static final int PAUSE_S = 10;
    private static final int MOST = 1_000;
    private static final long PAUSE = PAUSE_S * 1_000_000L;

    /** End of the last pause in which an agent was sighted, epoch µs. */
    private transient Map<String, Long> sighted;

    @Override
    public void flatMap(Trace trace, Collector<Sighting> out) {
        if (sighted == null) {
            sighted =
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                            return size() > MOST;
                        }
                    };
        }
        Long last = sighted.get(trace.node());
        long time = trace.timeMicros() - trace.clockOffset();
        if (last != null && time < last && time >= last - PAUSE || trace.node().isEmpty()) {
            return;
        }
        long end = (Math.floorDiv(time, PAUSE) + 1) * PAUSE;
        sighted.put(trace.node(), end);
        out.collect(
                Sighting.of(Sighting.key(AgentSilent.NAME, trace.node()), end, 0, trace.node()));
    }
}
