package io.siphon.udf.order;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

import java.io.IOException;

/**
 * How much later than their time the events of a key had their turn: of a backlog. Its deadlines
 * fall as much later, for what they wait for is in the backlog as well. Of a key whose last event
 * came in time there is none.
 */
final class KeyDelays {

    private static final long SECOND = 1000;

    private final ValueState<Long> delay;

    /** Whether any key may have one: else state is not asked. */
    private boolean used;

    KeyDelays(RuntimeContext context, boolean restored) {
        delay = context.getState(new ValueStateDescriptor<>("late-by", Types.LONG));
        used = restored;
    }

    /** Of the current key, ms, whole seconds. */
    long current() throws IOException {
        Long known = used ? delay.value() : null;
        return known == null ? 0 : known;
    }

    /**
     * An event of the current key has its turn.
     *
     * @param late how much later than its time, ms; 0 when it is in time
     */
    void turn(long late) throws IOException {
        if (late > 0) {
            used = true;
            delay.update(-Math.floorDiv(-late, SECOND) * SECOND);
        } else if (used) {
            delay.clear();
        }
    }

    /** Whether any key may have one. */
    boolean isUsed() {
        return used;
    }

    /** The current key has no more deadline. */
    void clear() {
        delay.clear();
    }
}
