package io.siphon.console.web;

import io.siphon.console.access.AccountsFile;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.util.Set;

/**
 * Who is let in, and how.
 *
 * @param accounts where there is at least one, everybody logs in
 * @param auditFile what cannot be written into the store
 * @param tls null for plain HTTP
 * @param hosts further names in {@code Host}, in lower case: of a reverse proxy, or in DNS
 */
public record ConsoleSecurity(
        AccountsFile accounts, Path auditFile, @Nullable Tls tls, Set<String> hosts) {

    /** PEM files: the chain, the server's certificate first, and its key. */
    public record Tls(Path certificate, Path key) {}
}
