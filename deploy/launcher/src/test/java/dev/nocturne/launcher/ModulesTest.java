package dev.nocturne.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Vertx;
import java.util.Set;

/** The house rules: the roles know the shared language and never each other, and nothing but the bus joins them. */
@AnalyzeClasses(packages = "dev.nocturne", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {
    private static final String INGEST = "dev.nocturne.ingest..";
    private static final String STORE = "dev.nocturne.store..";
    private static final String PUSH = "dev.nocturne.push..";
    private static final String LAUNCHER = "dev.nocturne.launcher..";
    private static final String POSTGRES = "dev.nocturne.postgres..";
    private static final Set<String> TIMERS = Set.of("setPeriodic", "setTimer", "timer");
    private static final String TESTKIT = "dev.nocturne.testkit..";

    @ArchTest
    static final ArchRule ingestKnowsNoOtherRole = noClasses()
            .that()
            .resideInAPackage(INGEST)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STORE, PUSH);

    @ArchTest
    static final ArchRule storeKnowsNoOtherRole = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, PUSH);

    @ArchTest
    static final ArchRule pushKnowsNoOtherRole = noClasses()
            .that()
            .resideInAPackage(PUSH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, STORE);

    @ArchTest
    static final ArchRule nobodyKnowsTheLauncher = classes()
            .that()
            .resideInAPackage(LAUNCHER)
            .should()
            .onlyBeAccessed()
            .byClassesThat()
            .resideInAPackage(LAUNCHER);

    @ArchTest
    static final ArchRule theSharedLanguageKnowsNobody = noClasses()
            .that()
            .resideOutsideOfPackages(INGEST, STORE, PUSH, LAUNCHER, POSTGRES, TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, STORE, PUSH, LAUNCHER, POSTGRES);

    @ArchTest
    static final ArchRule theEmbeddedDatabaseKnowsNobody = noClasses()
            .that()
            .resideInAPackage(POSTGRES)
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are ours",
                    type -> type.getPackageName().startsWith("dev.nocturne")
                            && !type.getPackageName().startsWith("dev.nocturne.postgres")));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.nocturne.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatIsInside = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule theBusKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage("dev.nocturne.bus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.nocturne.http..", "io.vertx.core.http..", "io.netty.handler.codec.http..");

    /** Whoever makes an object shall decide when it begins, and on which event loop. */
    @ArchTest
    static final ArchRule noTimerStartsInAConstructor = constructors().should(new ArchCondition<>("start no timer") {
        @Override
        public void check(JavaConstructor constructor, ConditionEvents events) {
            constructor.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isAssignableTo(Vertx.class)
                            && TIMERS.contains(call.getTarget().getName()))
                    .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
        }
    });
}
