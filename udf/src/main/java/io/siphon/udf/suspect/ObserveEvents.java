package io.siphon.udf.suspect;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Shows each event to all detectors, beside the operator that emits it. */
final class ObserveEvents<T> implements FlatMapFunction<T, Sighting> {

    private static final long serialVersionUID = 1L;

    /** How a detector is shown an event of that type. */
    interface Observation<T> extends Serializable {

        void show(T event, SubjectDetector detector, Collector<Sighting> out);
    }

    private final ArrayList<SubjectDetector> detectors;
    private final Observation<T> observation;

    ObserveEvents(List<SubjectDetector> detectors, Observation<T> observation) {
        this.detectors = new ArrayList<>(detectors);
        this.observation = observation;
    }

    @Override
    public void flatMap(T event, Collector<Sighting> out) {
        for (SubjectDetector detector : detectors) {
            observation.show(event, detector, out);
        }
    }
}
