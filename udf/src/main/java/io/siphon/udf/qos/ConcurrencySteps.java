package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call counts as up from its answer to its end. Each step is one for the node and trunk and one
 * for everything. A call must end with the node and trunk that it was answered with.
 *
 * <p>Steps are given on together, by series, before each watermark, before a checkpoint's barrier
 * and at the end of the input: so they are in no state here.
 */
final class ConcurrencySteps extends AbstractStreamOperator<LevelChanges>
        implements OneInputStreamOperator<Call, LevelChanges>, BoundedOneInput {

    private static final long serialVersionUID = 2L;

    private record Place(String node, String trunk) {

        static final Place ANY = new Place("", "");

        String[] tags() {
            List<String> tags = new ArrayList<>(4);
            if (!node.isEmpty()) {
                tags.add("node");
                tags.add(node);
            }
            if (!trunk.isEmpty()) {
                tags.add("trunk");
                tags.add(trunk);
            }
            return tags.toArray(new String[0]);
        }
    }

    private transient Map<Place, LevelSteps> places;

    @Override
    public void open() throws Exception {
        super.open();
        places = new HashMap<>();
    }

    @Override
    public void processElement(StreamRecord<Call> element) {
        Call call = element.getValue();
        boolean up = call.change() == CallChange.ANSWERED;
        if (!up && (call.change() != CallChange.ENDED || call.answeredAt() <= 0)) {
            return;
        }
        long step = LevelSteps.step(call.changeMicros(), up);
        Place place = new Place(call.node(), call.trunk());
        add(Place.ANY, step);
        if (!place.equals(Place.ANY)) {
            add(place, step);
        }
    }

    private void add(Place place, long step) {
        places.computeIfAbsent(place, any -> new LevelSteps()).add(step);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        places.forEach(
                (place, steps) ->
                        output.collect(
                                new StreamRecord<>(
                                        new LevelChanges(place.tags(), steps.toArray()))));
        places.clear();
    }
}
