package io.siphon.udf.order;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.util.function.ThrowingConsumer;

import java.util.stream.Stream;

/** What a savepoint of an earlier version has under old names, for {@link InOrder}. */
final class SavepointMigration<K, E> implements StateMigration<E> {

    private final KeyedStateBackend<K> backend;
    private final InOrderFunction<?, E, ?> function;
    private final ThrowingConsumer<E, Exception> held;

    /**
     * @param held takes an event of the current key
     */
    SavepointMigration(
            KeyedStateBackend<K> backend,
            InOrderFunction<?, E, ?> function,
            ThrowingConsumer<E, Exception> held) {
        this.backend = backend;
        this.function = function;
        this.held = held;
    }

    @Override
    public void events(String name, TypeInformation<? extends E> type) throws Exception {
        each(
                new ListStateDescriptor<>(name, type),
                list -> {
                    for (E event : list.get()) {
                        held.accept(event);
                    }
                });
    }

    @Override
    public <T> void values(String name, Class<T> type, ThrowingConsumer<T, Exception> to)
            throws Exception {
        each(new ValueStateDescriptor<>(name, type), state -> to.accept(state.value()));
    }

    private <S extends State> void each(
            StateDescriptor<S, ?> descriptor, ThrowingConsumer<S, Exception> to) throws Exception {
        try (Stream<K> keys = backend.getKeys(descriptor.getName(), VoidNamespace.INSTANCE)) {
            if (keys.findAny().isEmpty()) {
                return;
            }
        }
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                descriptor,
                (key, state) -> {
                    to.accept(state);
                    state.clear();
                    function.flush();
                });
    }
}
