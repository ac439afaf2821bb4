// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may import whom, over the classes of all modules. */
class ArchitectureTest {

    private static final String API = "org.edgepin.gpio";
    private static final String BOARD = "org.edgepin.gpio.board..";
    private static final String SCREEN = "org.edgepin.gpio.screen..";
    private static final String BUFFER = "org.edgepin.gpio.buffer..";
    private static final String PROBLEM = "org.edgepin.gpio.problem..";
    private static final String ENDPOINT = "org.edgepin.gpio.endpoint..";
    private static final String LIVE = "org.edgepin.gpio.live..";
    private static final String SPELLING = "org.edgepin.gpio.spelling..";

    private static List<Path> modules;
    private static JavaClasses all;

    @BeforeAll
    static void importTheClassesOfAllModules() throws IOException {
        try (var folders = Files.list(Sources.ROOT)) {
            modules = folders.map(it -> it.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        all = new ClassFileImporter().importPaths(modules);
    }

    @Test
    void theModulesAreThere() {
        assertThat(modules).hasSizeGreaterThan(5);
        assertThat(all.contain("org.edgepin.gpio.Gpio")).isTrue();
    }

    @Test
    void theApiKnowsOnlyTheJdkAndAnnotations() {
        classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        API,
                        "java..",
                        "org.osgi.annotation..",
                        "org.osgi.service.component.annotations",
                        "org.jspecify.annotations")
                .check(all);
    }

    @Test
    void bundlesKnowEachOtherOnlyThroughTheApi() {
        slices().matching("org.edgepin.gpio.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(BOARD))
                .ignoreDependency(alwaysTrue(), resideInAPackage(BUFFER))
                .ignoreDependency(alwaysTrue(), resideInAPackage(PROBLEM))
                .ignoreDependency(alwaysTrue(), resideInAPackage(SCREEN))
                .ignoreDependency(alwaysTrue(), resideInAPackage(ENDPOINT))
                .ignoreDependency(alwaysTrue(), resideInAPackage(LIVE))
                .ignoreDependency(alwaysTrue(), resideInAPackage(SPELLING))
                .check(all);
    }

    @ParameterizedTest
    @CsvSource({"mqtt", "shell", "doctor", "broker", "access", "grpc", "malos", "web"})
    void anEndpointKnowsNothingOfBoards(String endpoint) {
        noClasses()
                .that()
                .resideInAPackage(API + "." + endpoint + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BOARD)
                .check(all);
    }

    @ParameterizedTest
    @CsvSource({
        "org.eclipse.paho.., mqtt",
        "org.zeromq.., malos",
        "zmq.., malos",
        "io.netty.., [broker|grpc]",
        "io.grpc.., grpc",
        "com.sun.jna.., linux",
        "com.fasterxml.jackson.., rest",
        "javax.ws.rs.., rest",
        "io.prometheus.., metrics",
        "org.apache.karaf.jaas.modules.., access",
        "com.pi4j.., rpi",
    })
    void aLibraryIsKnownToTheOneBundleThatNeedsIt(String library, String bundle) {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.edgepin.gpio." + bundle + "..", "org.edgepin." + bundle + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(all);
    }

    @Test
    void theKernelIsKnownToProvidersAndTheDoctor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.edgepin.linux..",
                        API + ".rpi..",
                        API + ".gl20..",
                        API + ".matrix..",
                        API + ".doctor..",
                        "org.edgepin.rig..",
                        "org.edgepin.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.edgepin.linux..")
                .check(all);
    }

    @Test
    void nobodyPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(all);
    }
}
