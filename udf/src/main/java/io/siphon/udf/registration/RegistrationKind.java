package io.siphon.udf.registration;

/**
 * State: what {@link io.siphon.schema.RegistrationKind} says, under the name that savepoints have
 * for it.
 */
public enum RegistrationKind {
    INITIAL,
    REFRESH,
    REMOVAL,
    QUERY;

    io.siphon.schema.RegistrationKind inRecord() {
        return io.siphon.schema.RegistrationKind.valueOf(name());
    }
}
