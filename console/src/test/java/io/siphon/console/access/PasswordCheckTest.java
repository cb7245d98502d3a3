package io.siphon.console.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordCheckTest {

    private static final String TOO_LONG = "x".repeat(AccountsFile.MAX_PASSWORD + 1);

    @TempDir Path folder;

    /** Each failure is a row of the audit. */
    @Test
    void passwordsThatAreTooLongAreFailures() {
        AccountsFile file = new AccountsFile(folder.resolve("console.users"));
        file.put("alice", Role.VIEWER, "correct horse".toCharArray());
        PasswordCheck check = new PasswordCheck(new Accounts(file), new LogInThrottle(() -> 0));

        for (String name : new String[] {"alice", "nobody"}) {
            String address = "192.0.2." + name.length();
            for (int i = 0; i < LogInThrottle.PER_ADDRESS; i++) {
                assertThat(check.check(address, name, TOO_LONG))
                        .isInstanceOf(PasswordCheck.Result.Wrong.class);
            }
            assertThat(check.check(address, name, TOO_LONG))
                    .isInstanceOf(PasswordCheck.Result.Later.class);
        }
        assertThat(check.check("203.0.113.9", "alice", "correct horse"))
                .isInstanceOf(PasswordCheck.Result.Right.class);
    }
}
