package io.siphon.console.access;

import io.javalin.http.Context;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Who sends a request.
 *
 * @param name of the account; empty where no log-in is required, or nobody has logged in
 * @param formToken of the session, or of the process where nobody logs in; empty without one
 */
public record Principal(String name, Role role, String formToken) {

    private static final String ATTRIBUTE = Principal.class.getName();

    private static final Principal NOBODY = new Principal("", Role.ANYONE, "");

    /**
     * Where there are no accounts: all of it is allowed, to whoever reaches the loopback port. The
     * token is of this process.
     */
    public static final Principal LOCAL =
            new Principal("", Role.ADMIN, new BigInteger(160, new SecureRandom()).toString(16));

    /** Of a request that was let in; else nobody, who may nothing. */
    public static Principal of(Context context) {
        Principal principal = context.attribute(ATTRIBUTE);
        return principal == null ? NOBODY : principal;
    }

    public void let(Context context) {
        context.attribute(ATTRIBUTE, this);
    }

    public boolean isLoggedIn() {
        return !name.isEmpty();
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }
}
