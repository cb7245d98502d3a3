package io.siphon.job.runtime;

import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.StoreSection;
import io.siphon.job.config.UidSecret;
import io.siphon.schema.Uids;

import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a job stores in, it gets the secret of that store's uids. */
class StoresTest {

    @TempDir private Path folder;

    @Test
    void takesTheSecretFromTheDatabase() {
        Uids uids =
                Stores.prepare(options("jdbc:h2:mem:stores-a;DB_CLOSE_DELAY=-1")).config().uids();
        Configuration again = options("jdbc:h2:mem:stores-a;DB_CLOSE_DELAY=-1");

        assertThat(Stores.prepare(again).config().uids()).isEqualTo(uids);
        assertThat(again.contains(StoreSection.UID_SECRET)).isFalse();
        assertThat(
                        Stores.prepare(options("jdbc:h2:mem:stores-b;DB_CLOSE_DELAY=-1"))
                                .config()
                                .uids())
                .isNotEqualTo(uids)
                .isNotEqualTo(Uids.of(""));
    }

    @Test
    void takesItFromTheDataFolderWithoutADatabase() {
        Uids uids = Stores.prepare(options("none")).config().uids();

        assertThat(uids).isEqualTo(Uids.of(UidSecret.in(folder)));
    }

    @Test
    void takesTheOneThatIsConfigured() {
        String secret = "sixteen or more of them";
        for (String url : new String[] {"none", "jdbc:h2:mem:stores-c;DB_CLOSE_DELAY=-1"}) {
            Configuration options = options(url);
            options.set(StoreSection.UID_SECRET, secret);
            assertThat(Stores.prepare(options).config().uids()).isEqualTo(Uids.of(secret));
        }
        assertThat(folder).isEmptyDirectory();
    }

    private Configuration options(String url) {
        Configuration options = new Configuration();
        options.set(DataSection.DIR, folder.toString());
        options.set(JdbcSection.URL, url);
        return options;
    }
}
