package io.siphon.console.access;

import io.javalin.http.Context;

import java.util.function.BooleanSupplier;

/**
 * Whether who was let in still is: the session is open, and the account and its role are the same.
 * An answer that does not end asks again and again.
 */
public final class Admission {

    private static final String ATTRIBUTE = Admission.class.getName();

    private Admission() {}

    /** Of a request that was let in; where there are no accounts always. */
    public static BooleanSupplier of(Context context) {
        BooleanSupplier holds = context.attribute(ATTRIBUTE);
        return holds == null ? () -> true : holds;
    }

    /** Called where the request is let in. */
    public static void set(Context context, BooleanSupplier holds) {
        context.attribute(ATTRIBUTE, holds);
    }
}
