package com.xiaojinpro.gateway.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of {@code docs/architecture.md}. */
@AnalyzeClasses(
        packages = "com.xiaojinpro.gateway",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** What modules share for their tests comes as a folder or as a jar, by how far the build goes. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String ROOT = "com.xiaojinpro.gateway.";
    private static final String INGRESS = ROOT + "ingress..";
    private static final String ROUTER = ROOT + "router..";
    private static final String CONNECTOR = ROOT + "connector..";
    private static final String ACCOUNTS = ROOT + "accounts..";
    private static final String LAUNCHER = ROOT + "launcher..";

    @ArchTest
    static final ArchRule ingressRouterAndConnectorsMeetOnTheBusOnly = noClasses()
            .that()
            .resideInAPackage(INGRESS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROUTER, CONNECTOR, ACCOUNTS, LAUNCHER);

    @ArchTest
    static final ArchRule theRouterKnowsNeitherSide = noClasses()
            .that()
            .resideInAPackage(ROUTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGRESS, CONNECTOR, ACCOUNTS, LAUNCHER);

    @ArchTest
    static final ArchRule connectorsKnowNobodyElse = noClasses()
            .that()
            .resideInAPackage(CONNECTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGRESS, ROUTER, ACCOUNTS, LAUNCHER);

    @ArchTest
    static final ArchRule accountsKnowOfTheIngressOnlyHowItAuthenticatesAndWhatItTells = noClasses()
            .that()
            .resideInAPackage(ACCOUNTS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(INGRESS, ROUTER, CONNECTOR, LAUNCHER)
                    .and(not(resideInAnyPackage(ROOT + "ingress.auth", ROOT + "ingress.limits")))
                    .and(not(
                            nameMatching(ROOT.replace(".", "\\.") + "ingress\\.(CallListener|CallRecord.*|Outcome)"))));

    @ArchTest
    static final ArchRule whatEveryNodeCarriesKnowsNoRole = noClasses()
            .that()
            .resideOutsideOfPackages(INGRESS, ROUTER, CONNECTOR, ACCOUNTS, LAUNCHER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGRESS, ROUTER, CONNECTOR, ACCOUNTS, LAUNCHER);

    @ArchTest
    static final ArchRule theModelKnowsNoBus = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "model..", ROOT + "fault..", ROOT + "json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "bus..", ROOT + "config..");

    @ArchTest
    static final ArchRule pureCodeKnowsOfVertxOnlyItsBuffers = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "model..",
                    ROOT + "json..",
                    ROOT + "fault..",
                    ROOT + "ingress.protocol..",
                    ROOT + "ingress.openai..",
                    ROOT + "ingress.responses..",
                    ROOT + "ingress.anthropic..",
                    ROOT + "ingress.validation..",
                    ROOT + "connector.sse..",
                    ROOT + "connector.wire..",
                    ROOT + "connector.compatible..",
                    ROOT + "connector.openrouter..",
                    ROOT + "connector.openai..",
                    ROOT + "connector.ollama..",
                    ROOT + "connector.echo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.core",
                    "io.vertx.core.http..",
                    "io.vertx.core.net..",
                    "io.vertx.core.eventbus..",
                    "io.vertx.core.json..",
                    "io.vertx.ext..");

    @ArchTest
    static final ArchRule providersDoNotKnowEachOtherButForTheOneTheyStandOn = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "connector.compatible..", ROOT + "connector.echo..", ROOT + "connector.sse..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "connector.openrouter..", ROOT + "connector.openai..", ROOT + "connector.ollama..");

    @ArchTest
    static final ArchRule hazelcastStaysInTheLauncher = classes()
            .that()
            .resideOutsideOfPackage(LAUNCHER)
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("com.hazelcast..", "io.micrometer..");
}
