package io.siphon.job.sink.jdbc;

class H2Test implements JdbcContract, PruneContract, DaySumsContract, SizeGuardContract {

    private final TestDatabase database =
            TestDatabase.at("jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", "sa", "");

    @Override
    public TestDatabase database() {
        return database;
    }
}
