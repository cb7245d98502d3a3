package io.siphon.udf.qos;

import io.siphon.udf.edge.EdgeBytes;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.EdgeType;

/** {@link LevelChange}s on their way to {@link ConcurrentCalls}. */
public final class LevelChangeCodec implements EdgeCodec<LevelChange> {

    private static final long serialVersionUID = 1;

    public static final EdgeType<LevelChange> TYPE =
            EdgeType.of(LevelChange.class, new LevelChangeCodec());

    @Override
    public void write(LevelChange c, EdgeBytes to) {
        to.integer(c.tags().length);
        for (String text : c.tags()) {
            to.text(text);
        }
        to.number(c.timeMicros());
        to.integer(c.change());
    }

    @Override
    public LevelChange read(EdgeBytes from) {
        String[] tags = new String[from.integer()];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = from.recurring();
        }
        return new LevelChange(tags, from.number(), from.integer());
    }
}
