package io.siphon.job.sink;

import io.siphon.job.sink.influx.InfluxOutput;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.sink.kafka.KafkaOutput;
import io.siphon.job.sink.notify.NotifyOutput;

import java.util.List;

/** Every kind of store, in the order in which it is readied and attached. */
public final class Outputs {

    public static final List<Output> ALL =
            List.of(new JdbcOutput(), new InfluxOutput(), new KafkaOutput(), new NotifyOutput());

    private Outputs() {}
}
