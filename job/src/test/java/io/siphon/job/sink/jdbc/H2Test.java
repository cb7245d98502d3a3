package io.siphon.job.sink.jdbc;

import org.junit.jupiter.api.BeforeEach;

import java.sql.SQLException;

class H2Test implements JdbcContract {

    private final TestDatabase database =
            TestDatabase.at("jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", "sa", "");

    @BeforeEach
    void recreate() throws SQLException {
        database.recreate();
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
