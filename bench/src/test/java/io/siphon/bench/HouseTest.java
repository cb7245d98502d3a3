package io.siphon.bench;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Set;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The arrows between the rooms: job → udf → sources → schema, console → schema and started by
 * commands only, and what may be imported where.
 */
@AnalyzeClasses(
        packages = "io.siphon",
        importOptions = {ImportOption.DoNotIncludeTests.class, HouseTest.NoTestJars.class})
class HouseTest {

    /** Tests of other modules come as jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule SCHEMA_KNOWS_NOBODY =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.schema..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.siphon.sources..",
                            "io.siphon.udf..",
                            "io.siphon.job..",
                            "io.siphon.console..");

    @ArchTest
    static final ArchRule SCHEMA_IS_PURE_JAVA =
            classes()
                    .that()
                    .resideInAPackage("io.siphon.schema..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.siphon.schema..",
                            "java.io..",
                            "java.lang..",
                            "java.nio..",
                            "java.security..",
                            "java.time..",
                            "java.util..",
                            "org.jspecify.annotations..",
                            "com.datadoghq.sketch..",
                            "com.dynatrace.hash4j..");

    @ArchTest
    static final ArchRule SOURCES_KNOW_NOBODY =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.sources..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.siphon.udf..",
                            "io.siphon.job..",
                            "io.siphon.console..",
                            "io.siphon.bench..");

    @ArchTest
    static final ArchRule UDF_DOES_NOT_KNOW_THE_JOB =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.udf..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.siphon.job..", "io.siphon.console..");

    @ArchTest
    static final ArchRule CONSOLE_STANDS_ALONE =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.console..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.siphon.sources..",
                            "io.siphon.udf..",
                            "io.siphon.job..",
                            "org.apache.flink..");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_KNOW_THE_CONSOLE =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.job..")
                    .and()
                    .resideOutsideOfPackage("io.siphon.job.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.siphon.console..");

    @ArchTest
    static final ArchRule THE_REST_GUARD_RUNS_WITHOUT_THE_REST =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.job.rest..")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "io.siphon.job.rest..",
                            "org.apache.flink..",
                            "org.slf4j..",
                            "java..",
                            "javax..");

    @ArchTest
    static final ArchRule CODECS_ARE_PURE_JAVA =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.siphon.sources.hep..", "io.siphon.sources.pcap..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink..");

    private static final Set<String> FLINK_HAS_NO_OTHER =
            Set.of(
                    // in the signatures of public operator interfaces
                    "org.apache.flink.streaming.runtime.streamrecord.StreamRecord",
                    "org.apache.flink.streaming.api.operators.StreamingRuntimeContext",
                    // whether an input's parallelism was set
                    "org.apache.flink.api.dag.Transformation",
                    // a failure that no restart mends
                    "org.apache.flink.runtime.execution.SuppressRestartsException",
                    // reads config.yaml
                    "org.apache.flink.configuration.GlobalConfiguration",
                    // implementations of Counter
                    "org.apache.flink.metrics.SimpleCounter",
                    "org.apache.flink.metrics.ThreadSafeSimpleCounter");

    /** What Flink may change in any version: not annotated as public, by itself or around it. */
    private static final DescribedPredicate<JavaClass> FLINK_INTERNAL =
            new DescribedPredicate<>("internal to Flink") {
                @Override
                public boolean test(JavaClass used) {
                    JavaClass type = used.getBaseComponentType();
                    if (!type.getPackageName().startsWith("org.apache.flink.")
                            || FLINK_HAS_NO_OTHER.contains(type.getName())) {
                        return false;
                    }
                    for (JavaClass at = type;
                            at != null;
                            at = at.getEnclosingClass().orElse(null)) {
                        if (at.isAnnotatedWith("org.apache.flink.annotation.Public")
                                || at.isAnnotatedWith("org.apache.flink.annotation.PublicEvolving")
                                || at.isAnnotatedWith("org.apache.flink.annotation.Experimental")) {
                            return false;
                        }
                    }
                    return true;
                }
            };

    @ArchTest
    static final ArchRule FLINKS_INTERNALS_ARE_USED_IN_FEW_PLACES =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            // holds events and deadlines of all keys as bytes: ADR 12 and 13
                            "io.siphon.udf.order..",
                            // serializers that move a record in one piece: ADR 12
                            "io.siphon.udf.edge..",
                            // Flink's extension point of the REST server is netty, as Flink shades
                            // it
                            "io.siphon.job.rest..",
                            // starts Flink's processes and asks their REST API
                            "io.siphon.bench.cluster..")
                    .should()
                    .dependOnClassesThat(FLINK_INTERNAL);

    @ArchTest
    static final ArchRule UDF_REACHES_NO_STORE =
            noClasses()
                    .that()
                    .resideInAPackage("io.siphon.udf..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "javax.sql..", "java.net.http..", "okhttp3..");

    @ArchTest
    static final ArchRule ONLY_ITS_OWN_PACKAGE_KNOWS_A_STORE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.siphon.job.sink.influx..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.influxdb..");

    @ArchTest
    static final ArchRule STATE_IS_NAMED_SO =
            classes()
                    .that()
                    .resideInAPackage("io.siphon.udf..")
                    .and()
                    .haveSimpleNameEndingWith("State")
                    .should()
                    .notBeRecords();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_BENCH =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.siphon.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.siphon.bench..");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_SOURCES =
            slices().matching("io.siphon.sources.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_UDF =
            slices().matching("io.siphon.udf.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_CONSOLE =
            slices().matching("io.siphon.console.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_JOB =
            slices().matching("io.siphon.job.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_BENCH =
            slices().matching("io.siphon.bench.(*)..").should().beFreeOfCycles();
}
