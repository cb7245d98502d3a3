package io.siphon.udf.qos;

import io.siphon.udf.call.Call;
import io.siphon.udf.call.CallChange;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;

/**
 * A call counts as up from its answer to its end. Each step is one for the node and trunk and one
 * for everything. A call must end with the node and trunk that it was answered with.
 */
final class CallsUp implements FlatMapFunction<Call, LevelChange> {

    private static final long serialVersionUID = 1L;

    private static final String[] EVERYTHING = {};

    @Override
    public void flatMap(Call call, Collector<LevelChange> out) {
        int change = change(call);
        if (change == 0) {
            return;
        }
        String[] tags = tags(call);
        if (tags.length > 0) {
            out.collect(new LevelChange(tags, call.changeMicros(), change));
        }
        out.collect(new LevelChange(EVERYTHING, call.changeMicros(), change));
    }

    private static int change(Call call) {
        if (call.change() == CallChange.ANSWERED) {
            return 1;
        }
        return call.change() == CallChange.ENDED && call.answeredAt() > 0 ? -1 : 0;
    }

    private static String[] tags(Call call) {
        List<String> tags = new ArrayList<>(4);
        if (!call.node().isEmpty()) {
            tags.add("node");
            tags.add(call.node());
        }
        if (!call.trunk().isEmpty()) {
            tags.add("trunk");
            tags.add(call.trunk());
        }
        return tags.toArray(new String[0]);
    }
}
