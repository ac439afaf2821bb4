// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinState;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Looks up what runs in this gateway, each time anew. */
@Component(service = Overview.class)
public final class Overview {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String PAGE = "org.edgepin.gpio.web";

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Path etc;
    private final Path log;

    /** Dynamic, so that there is a welcome even while the core is away. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Gpio gpio;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Meter> meters = List.of();

    @Activate
    public Overview(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
        this.etc = Path.of(context.getProperty("karaf.etc"));
        this.log = Path.of(context.getProperty("karaf.log"));
    }

    /** Looks until boards and listeners, which start on threads of their own, have done so, but not for long. */
    Report settledReport() throws InterruptedException {
        var patience = System.nanoTime() + PATIENCE.toNanos();
        var report = report();
        while (!report.settled() && System.nanoTime() < patience) {
            Thread.sleep(100);
            report = report();
        }
        return report;
    }

    private Report report() {
        var service = gpio;
        List<BoardStatus> boards = service == null ? List.of() : service.boards();
        List<PinState> pins = service == null ? List.of() : states(service);
        var http = context.getServiceReference("org.osgi.service.http.runtime.HttpServiceRuntime");
        var hasPage = hasPage();
        return new Report(
                etc,
                log,
                boards,
                pins,
                endpoints(boards),
                hasPage && http != null ? page(http) : Optional.empty(),
                hasPage && http == null,
                obstacles());
    }

    private Obstacles obstacles() {
        return new Obstacles(
                meters.stream().flatMap(it -> it.measure().stream()).toList(), Address::answers, Listening::ours);
    }

    private boolean hasPage() {
        return Arrays.stream(context.getBundles())
                .anyMatch(it -> PAGE.equals(it.getSymbolicName()) && it.getState() == Bundle.ACTIVE);
    }

    /** The container says where it listens in a property of its service, whose class is not needed for that. */
    private static Optional<String> page(ServiceReference<?> http) {
        return http.getProperty("osgi.http.endpoint") instanceof String[] addresses
                ? Arrays.stream(addresses).findFirst().map(it -> it + "gpio")
                : Optional.empty();
    }

    private static List<PinState> states(Gpio gpio) {
        return gpio.pins().stream()
                .map(pin -> state(gpio, pin))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PinState> state(Gpio gpio, Pin pin) {
        try {
            return Optional.of(gpio.state(pin.id()));
        } catch (GpioException e) {
            return Optional.empty(); // its board has just left
        }
    }

    private List<Endpoint> endpoints(List<BoardStatus> boards) {
        return components.getComponentDescriptionDTOs().stream()
                .filter(description ->
                        Arrays.stream(description.configurationPid).anyMatch(pid -> pid.startsWith(Endpoint.PREFIX)))
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .flatMap(Overview::endpoint)
                .filter(endpoint ->
                        boards.stream().noneMatch(board -> board.pid().equals(endpoint.pid())))
                .collect(toMap(
                        Endpoint::pid, it -> it, (one, other) -> one.problem().isPresent() ? one : other))
                .values()
                .stream()
                .sorted(Comparator.comparing(Endpoint::pid))
                .toList();
    }

    private static Stream<Endpoint> endpoint(ComponentConfigurationDTO component) {
        if (!(component.properties.get("service.pid") instanceof String pid) || !pid.startsWith(Endpoint.PREFIX)) {
            return Stream.empty();
        }
        return Stream.of(new Endpoint(pid, known(component.properties), problem(component)));
    }

    private static Map<String, Object> known(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .filter(property -> Objects.nonNull(property.getValue()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Optional<String> problem(ComponentConfigurationDTO component) {
        return switch (component.state) {
            case ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED -> Optional.empty();
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> Optional.of("failed, the log says why");
            default ->
                Optional.of("waits for "
                        + (component.unsatisfiedReferences.length > 0
                                ? component.unsatisfiedReferences[0].name
                                : "its configuration"));
        };
    }
}
