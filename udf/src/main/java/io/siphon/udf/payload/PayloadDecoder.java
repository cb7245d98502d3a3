package io.siphon.udf.payload;

import io.siphon.schema.Trace;
import io.siphon.sources.hep.HepPacket;

import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/**
 * Makes meaning of one kind of payload. A new kind is a package with its record and decoder, and a
 * line in {@code Payloads}. One instance serves one subtask.
 *
 * @param <T> what a payload becomes
 */
public interface PayloadDecoder<T> {

    /**
     * Before the first payload.
     *
     * @param metrics of {@code decode}
     */
    default void open(MetricGroup metrics) {}

    /** HEP protocol type of the payloads that this decoder takes. */
    int protocol();

    /** Where what it makes goes. */
    OutputTag<T> output();

    /**
     * Decodes one payload. Before or after, it gives each message in it to {@link Decoded#trace}:
     * what is not given there is stored nowhere.
     *
     * @throws PayloadException when the payload, or its {@link PayloadException#part}, is not what
     *     its type says; it is kept as {@link Undecodable} then
     */
    void decode(HepPacket packet, Hops hops, Decoded<T> out) throws PayloadException;

    /** Where a decoder puts what it has found. */
    interface Decoded<T> {

        void value(T value);

        /** A value of another kind, found along with those of {@link PayloadDecoder#output}. */
        <U> void value(OutputTag<U> output, U value);

        void trace(Trace trace);
    }
}
