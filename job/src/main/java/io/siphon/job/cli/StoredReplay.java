package io.siphon.job.cli;

import io.siphon.console.baseline.LearntWindows;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.udf.alert.baseline.BaselineDetectors;
import io.siphon.udf.alert.baseline.BaselineReplay;

/** Learns and judges what is stored in measurements, an hour at a time. */
final class StoredReplay {

    private StoredReplay() {}

    /**
     * @param from epoch µs
     * @param to first µs after
     */
    static void run(StoreAddress address, long from, long to, BaselineReplay replay) {
        try (Store store = Store.open(address)) {
            for (long start = from; start < to; start += LearntWindows.HOUR_MICROS) {
                LearntWindows.read(
                        store,
                        BaselineDetectors.METRICS,
                        start,
                        Math.min(to, start + LearntWindows.HOUR_MICROS),
                        replay::accept);
            }
        }
        replay.finish();
    }
}
