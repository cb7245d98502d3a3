package io.siphon.udf.correlation;

import io.siphon.udf.order.DeadlineTimer;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** State: the calls that have one identifier, in the order in which they were seen. */
public class MarksState {

    public List<MarkState> legs = new ArrayList<>();

    /** See {@link io.siphon.udf.order.InOrderFunction#wake}. */
    public long timer = DeadlineTimer.NONE;

    public MarksState() {}

    @Nullable
    MarkState find(String callId, long startedAt) {
        for (MarkState leg : legs) {
            if (leg.startedAt == startedAt && leg.callId.equals(callId)) {
                return leg;
            }
        }
        return null;
    }

    @Nullable
    MarkState find(LegMark mark) {
        return find(mark.callId(), mark.startedAt());
    }
}
