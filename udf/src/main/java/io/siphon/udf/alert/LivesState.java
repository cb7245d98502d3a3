package io.siphon.udf.alert;

import io.siphon.udf.order.InOrderFunction;

import java.util.ArrayList;
import java.util.List;

/** State: the alerts about one node and subject, those included that closed not long ago. */
public class LivesState {

    public List<LifeState> lives = new ArrayList<>();

    /** The second at which it is looked at again, epoch ms, see {@link InOrderFunction#wake}. */
    public long timer;

    public LivesState() {}

    /** Null when there is none. */
    LifeState of(String detector) {
        for (LifeState life : lives) {
            if (life.detector.equals(detector)) {
                return life;
            }
        }
        return null;
    }
}
