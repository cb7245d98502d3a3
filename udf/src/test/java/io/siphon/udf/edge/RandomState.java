package io.siphon.udf.edge;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Objects of public fields, each with another value: one that a codec forgets shows. */
public final class RandomState {

    private RandomState() {}

    public static <T> T of(Class<T> type, Random random) throws Exception {
        T state = type.getDeclaredConstructor().newInstance();
        for (Field field : type.getFields()) {
            if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                field.set(state, value(field, random));
            }
        }
        return state;
    }

    private static Object value(Field field, Random random) throws Exception {
        if (field.getType() != List.class) {
            return value(field.getType(), random);
        }
        Class<?> element =
                (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(element, random));
        }
        return list;
    }

    private static Object value(Class<?> type, Random random) throws Exception {
        if (type == String.class) {
            return random.nextInt(5) == 0 ? "" : "text " + random.nextInt();
        } else if (type == long.class || type == Long.class) {
            return random.nextLong();
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt();
        } else if (type == double.class) {
            return random.nextDouble();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isRecord()) {
            return EdgeCodecsTest.record(type, random);
        }
        return of(type, random);
    }

    /** Written and read by a codec. */
    public static <T> T through(EdgeCodec<T> codec, Class<T> type, T state) throws Exception {
        return read(codec, type, written(codec, type, state));
    }

    /** Its octets on an edge: four of their number first. */
    public static <T> byte[] written(EdgeCodec<T> codec, Class<T> type, T state) throws Exception {
        DataOutputSerializer written = new DataOutputSerializer(16);
        serializer(codec, type).serialize(state, written);
        return written.getCopyOfBuffer();
    }

    public static <T> T read(EdgeCodec<T> codec, Class<T> type, byte[] octets) throws Exception {
        return serializer(codec, type).deserialize(new DataInputDeserializer(octets));
    }

    private static <T> TypeSerializer<T> serializer(EdgeCodec<T> codec, Class<T> type) {
        return EdgeType.of(type, codec).createSerializer(new SerializerConfigImpl());
    }
}
