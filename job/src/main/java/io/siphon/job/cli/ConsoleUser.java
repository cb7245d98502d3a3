package io.siphon.job.cli;

import io.siphon.console.access.Account;
import io.siphon.console.access.AccountsFile;
import io.siphon.console.access.Role;
import io.siphon.job.config.ConfigurationException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** {@code siphon console user}: who may log in to the console. */
@Command(
        name = "user",
        description = "Manage accounts of the console. A running console applies changes at once.",
        mixinStandardHelpOptions = true,
        subcommands = {ConsoleUser.Add.class, ConsoleUser.Listing.class, ConsoleUser.Remove.class})
final class ConsoleUser {

    /** {@code add NAME --role ROLE}. */
    @Command(
            name = "add",
            description =
                    "Add an account, or change its role and password. The command asks for"
                            + " the password, or reads it from the first line of standard input.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Add implements Callable<Integer> {

        @Mixin private ConfigurationMixin configuration;

        @Parameters(paramLabel = "NAME", description = "Letters, digits and . _ @ -.")
        private String name;

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description =
                        "viewer: no text of messages; engineer: everything; admin: the audit, too.")
        private String role;

        @Override
        public Integer call() throws IOException {
            AccountsFile accounts = ConsoleAccess.accounts(configuration.load());
            try {
                Role given = Role.of(role);
                char[] password = password();
                boolean isNew = accounts.put(name, given, password);
                Arrays.fill(password, ' ');
                System.out.println(
                        "siphon: %s %s (%s) in %s"
                                .formatted(
                                        isNew ? "added" : "changed",
                                        name,
                                        given.title(),
                                        accounts.path()));
                return 0;
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(e.getMessage());
            }
        }

        private static char[] password() throws IOException {
            if (System.console() != null) {
                char[] first = System.console().readPassword("Password: ");
                char[] again = System.console().readPassword("Again: ");
                if (first == null || again == null || !Arrays.equals(first, again)) {
                    throw new IllegalArgumentException(
                            "password: the two differ, expected the same twice");
                }
                return first;
            }
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? new char[0] : line.toCharArray();
        }
    }

    /** {@code list}. */
    @Command(
            name = "list",
            description = "List names and roles.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Listing implements Callable<Integer> {

        @Mixin private ConfigurationMixin configuration;

        @Override
        public Integer call() {
            for (Account account : ConsoleAccess.accounts(configuration.load()).read().values()) {
                System.out.println("%-8s  %s".formatted(account.role().title(), account.name()));
            }
            return 0;
        }
    }

    /** {@code remove NAME}. */
    @Command(
            name = "remove",
            description = "Remove an account; its sessions end.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Remove implements Callable<Integer> {

        @Mixin private ConfigurationMixin configuration;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public Integer call() {
            AccountsFile accounts = ConsoleAccess.accounts(configuration.load());
            if (!accounts.remove(name)) {
                throw new ConfigurationException("no account of that name in " + accounts.path());
            }
            System.out.println("siphon: removed " + name + " from " + accounts.path());
            return 0;
        }
    }
}
