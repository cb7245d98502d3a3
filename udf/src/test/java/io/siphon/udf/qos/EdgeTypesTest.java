package io.siphon.udf.qos;

import io.siphon.schema.Measurement;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.JournalGap;
import io.siphon.sources.KernelLoss;
import io.siphon.udf.decode.ClockSkew;

import org.apache.flink.types.PojoTestUtils;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTypesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Measurement.class,
                Partial.class,
                LevelChanges.class,
                CaptureGap.class,
                KernelLoss.class,
                JournalGap.class,
                ClockSkew.class,
                LateState.class,
                MeasureAccumulator.class,
                LevelState.class
            })
    void needsNoKryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }
}
