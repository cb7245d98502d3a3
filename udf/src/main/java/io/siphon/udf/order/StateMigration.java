package io.siphon.udf.order;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * State of earlier versions under old names: migrated once on restore, then deleted.
 *
 * @param <E> an event
 */
public interface StateMigration<E> {

    /** Events that each key held in a list. */
    void events(String name, TypeInformation<? extends E> type) throws Exception;

    /** The value of each key, which is the current one meanwhile. */
    <T> void values(String name, Class<T> type, ThrowingConsumer<T, Exception> to) throws Exception;
}
