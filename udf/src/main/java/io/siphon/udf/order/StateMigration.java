package io.siphon.udf.order;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * What savepoints of earlier versions hold under other names: it is taken over at the start, and
 * gone then.
 *
 * @param <E> an event
 */
public interface StateMigration<E> {

    /** Events that each key held in a list. */
    void events(String name, TypeInformation<? extends E> type) throws Exception;

    /** The value of each key, which is the current one meanwhile. */
    <T> void values(String name, Class<T> type, ThrowingConsumer<T, Exception> to) throws Exception;
}
