// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.edgepin.gpio.GpioController;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** As much of the service registry as a board uses: where its controllers appear and disappear. Thread-safe. */
public final class Registry {

    private static final Object[] NONE = {};

    private final Duration patience;
    private final List<Offer> offers = new ArrayList<>();
    private int ups;
    private int downs;

    /** A controller that is registered, with its service properties. */
    public record Offer(GpioController controller, Dictionary<String, ?> properties) {}

    private interface Call {
        @Nullable
        Object answer(String method, Object[] arguments);
    }

    /**
     * @param patience how long to wait for a controller before giving up
     */
    public Registry(Duration patience) {
        this.patience = patience;
    }

    /** Returns what a component gets from its framework. Only controllers can be registered. */
    public BundleContext bundle() {
        return proxy(BundleContext.class, (method, arguments) -> {
            if (method.equals("registerService")
                    && arguments[1] instanceof GpioController controller
                    && arguments[2] instanceof Dictionary<?, ?> properties) {
                @SuppressWarnings("unchecked") // the keys of service properties are strings
                var offer = new Offer(controller, (Dictionary<String, ?>) properties);
                return register(offer);
            }
            throw new UnsupportedOperationException(method);
        });
    }

    private synchronized ServiceRegistration<?> register(Offer offer) {
        ups++;
        offers.add(offer);
        return proxy(ServiceRegistration.class, (method, arguments) -> {
            if (method.equals("unregister")) {
                unregister(offer);
                return null;
            }
            throw new UnsupportedOperationException(method);
        });
    }

    private synchronized void unregister(Offer offer) {
        if (!offers.remove(offer)) {
            throw new IllegalStateException("unregistered already");
        }
        downs++;
    }

    /** Returns the controllers that are registered now. */
    public synchronized List<Offer> offers() {
        return List.copyOf(offers);
    }

    /** Returns how many controllers were registered so far. */
    public synchronized int ups() {
        return ups;
    }

    /** Returns how many controllers were unregistered so far. */
    public synchronized int downs() {
        return downs;
    }

    /** Waits until there is a controller. */
    public GpioController controller() {
        return patiently()
                .until(() -> offers().stream().findFirst(), Optional::isPresent)
                .orElseThrow()
                .controller();
    }

    /** Waits until there is none. */
    public void awaitNone() {
        patiently().until(() -> offers().isEmpty());
    }

    private ConditionFactory patiently() {
        return await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName();
                    default -> call.answer(method.getName(), arguments == null ? NONE : arguments);
                }));
    }
}
