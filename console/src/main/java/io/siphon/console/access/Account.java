package io.siphon.console.access;

import java.util.regex.Pattern;

/**
 * A line of the file of accounts: {@code NAME:ROLE:HASH}.
 *
 * @param hash of its password, as {@link PasswordHash} writes it; changes with the password
 */
public record Account(String name, Role role, String hash) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    /**
     * @throws IllegalArgumentException with got and expected
     */
    public Account {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: expected 1 to 64 letters, digits and . _ @ -, got another");
        }
        PasswordHash.parse(hash);
    }

    static Account parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("expected NAME:ROLE:HASH");
        }
        return new Account(parts[0], Role.of(parts[1]), parts[2]);
    }

    String line() {
        return name + ":" + role.title() + ":" + hash;
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return name + " (" + role.title() + ")";
    }
}
