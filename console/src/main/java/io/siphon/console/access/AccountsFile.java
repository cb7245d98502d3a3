package io.siphon.console.access;

import io.siphon.console.ConsoleException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts, in a file that only its owner may read and write (mode 600). It is replaced as a
 * whole, so that a reader sees the old or the new one.
 */
public final class AccountsFile {

    public static final String NAME = "console.users";

    /** Shorter ones are found by trying. */
    public static final int MIN_PASSWORD = 12;

    public static final int MAX_PASSWORD = 256;

    private static final int MAX_BYTES = 1 << 20;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> NEW_FILE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<?> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    public AccountsFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    public Path path() {
        return file;
    }

    /**
     * By name; empty when there is no file.
     *
     * @throws ConsoleException when others may read it, or a line is not an account
     */
    public Map<String, Account> read() {
        Map<String, Account> accounts = new LinkedHashMap<>();
        List<String> lines;
        try {
            requireOwnerOnly();
            if (Files.size(file) > MAX_BYTES) {
                throw new ConsoleException(file + ": expected at most 1 MB");
            }
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return accounts;
        } catch (IOException e) {
            throw new ConsoleException(file + " cannot be read: " + e.getMessage(), e);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
                continue;
            }
            try {
                Account account = Account.parse(lines.get(i));
                accounts.put(account.name(), account);
            } catch (IllegalArgumentException e) {
                throw new ConsoleException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return accounts;
    }

    private void requireOwnerOnly() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new ConsoleException(
                    "%s: got mode %s, expected rw-------: chmod 600 %s"
                            .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }

    /**
     * Adds an account, or changes its role and password.
     *
     * @return whether it is new
     * @throws IllegalArgumentException when the name or the password is not allowed
     */
    public boolean put(String name, Role role, char[] password) {
        if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
            throw new IllegalArgumentException(
                    "password: got %d characters, expected %d to %d"
                            .formatted(password.length, MIN_PASSWORD, MAX_PASSWORD));
        }
        Account account = new Account(name, role, PasswordHash.of(password).text());
        boolean[] isNew = {false};
        change(accounts -> isNew[0] = accounts.put(name, account) == null);
        return isNew[0];
    }

    /**
     * @return whether there was one
     */
    public boolean remove(String name) {
        boolean[] was = {false};
        change(accounts -> was[0] = accounts.remove(name) != null);
        return was[0];
    }

    private interface Change {
        void apply(Map<String, Account> accounts);
    }

    /** Two commands at the same time do not lose an account: a lock beside the file. */
    private void change(Change change) {
        try {
            Files.createDirectories(file.getParent(), NEW_FOLDER);
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock,
                                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                    NEW_FILE);
                    FileLock held = channel.lock()) {
                Map<String, Account> accounts = read();
                change.apply(accounts);
                write(accounts.values());
            }
        } catch (IOException e) {
            throw new ConsoleException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(Collection<Account> accounts) throws IOException {
        Path next = Files.createTempFile(file.getParent(), NAME, ".tmp", NEW_FILE);
        List<String> lines = new ArrayList<>();
        accounts.forEach(account -> lines.add(account.line()));
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
