package io.siphon.bench.generate;

import java.util.Locale;

/** What stands between caller and callee, and makes two calls of one. */
public enum B2bua {
    /** Nothing: one leg. */
    NONE,
    /** Names the first leg in X-CID, and has the media go through itself. */
    SBC,
    /** Passes session descriptions on as they are, and names nothing. */
    TRANSPARENT,
    /** Leaves nothing in common but the numbers, of which it changes the prefixes. */
    NOLINK;

    /** Its address. */
    static final String ADDRESS = "192.0.2.10";

    /** How much later it passes a message on, µs. */
    static final long DELAY = 3_000;

    /** The one of that name, in lower case. */
    public static B2bua of(String name) {
        for (B2bua kind : values()) {
            if (kind != NONE && kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("got " + name + ", expected sbc, transparent or nolink");
    }
}
