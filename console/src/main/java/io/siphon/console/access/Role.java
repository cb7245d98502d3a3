package io.siphon.console.access;

import io.javalin.security.RouteRole;

import java.util.Locale;

/**
 * What an account may do, the least first; each may do what those before it may. A route names the
 * least role that it is for.
 */
public enum Role implements RouteRole {
    /** Who has not logged in; no account has it. */
    ANYONE,
    /** Searches and sees calls, flows and figures, but no text of a message. */
    VIEWER,
    /** Sees and exports messages whole. */
    ENGINEER,
    /** Reads the audit, too. */
    ADMIN;

    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }

    /** Whether it sees the text of messages. */
    public boolean seesMessages() {
        return includes(ENGINEER);
    }

    /** As it is written: {@code viewer}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException with got and expected
     */
    public static Role of(String title) {
        for (Role role : values()) {
            if (role != ANYONE && role.title().equals(title)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "role: got " + title + ", expected viewer, engineer or admin");
    }
}
