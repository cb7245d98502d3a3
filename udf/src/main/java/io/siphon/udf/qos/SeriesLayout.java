package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How the tags of one metric are written: sorted by name, without those that have no value. */
final class SeriesLayout {

    private final MetricInfo info;
    private final int[] sorted;
    private final SeriesKey overflow;

    SeriesLayout(MetricInfo info) {
        this.info = info;
        this.sorted =
                IntStream.range(0, info.tags().size())
                        .boxed()
                        .sorted(Comparator.comparing(info.tags()::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
        this.overflow = SeriesKey.overflow(info.tags().size());
    }

    String metric() {
        return info.name();
    }

    /** The series of all that are too many. */
    SeriesKey overflow() {
        return overflow;
    }

    /** Alternating name and value. */
    String[] tags(SeriesKey key) {
        List<String> tags = new ArrayList<>(2 * sorted.length);
        for (int tag : sorted) {
            if (!key.value(tag).isEmpty()) {
                tags.add(info.tags().get(tag));
                tags.add(key.value(tag));
            }
        }
        return tags.toArray(new String[0]);
    }
}
