package io.siphon.console.access;

import io.siphon.console.ConsoleException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * The accounts as the file has them now: what {@code siphon console user} changes holds for the
 * next request. A file that cannot be read any more lets nobody in.
 */
public final class Accounts {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    /**
     * What distinguishes one version of the file from the next: it is replaced, never written in
     * place.
     */
    private record Version(Object key, long modified, long size) {}

    private final AccountsFile file;
    private @Nullable Version version;
    private Map<String, Account> accounts = Map.of();

    public Accounts(AccountsFile file) {
        this.file = file;
    }

    /** Null when there is none of that name. */
    @Nullable
    public synchronized Account named(String name) {
        refresh();
        return accounts.get(name);
    }

    /** Whether it is as it was: not removed, same password. */
    boolean isCurrent(Account account) {
        Account now = named(account.name());
        return now != null && now.hash().equals(account.hash());
    }

    private void refresh() {
        Version now = version();
        if (now != null && now.equals(version)) {
            return;
        }
        try {
            accounts = now == null ? Map.of() : file.read();
        } catch (ConsoleException e) {
            accounts = Map.of();
            LOG.error("console: nobody can log in: {}", e.getMessage());
        }
        version = now;
    }

    @Nullable
    private Version version() {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file.path(), BasicFileAttributes.class);
            return new Version(
                    String.valueOf(found.fileKey()),
                    found.lastModifiedTime().toMillis(),
                    found.size());
        } catch (IOException e) {
            return null;
        }
    }
}
