// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.edgepin.gpio.GpioController;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** As much of a framework as a board uses: its service comes and goes. */
final class FakeBundle {

    final List<Service> services = new CopyOnWriteArrayList<>();
    final AtomicInteger registrations = new AtomicInteger();
    final BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
        if (method.equals("registerService") && arguments[1] instanceof GpioController controller) {
            registrations.incrementAndGet();
            return register(new Service(controller, (Dictionary<?, ?>) arguments[2]));
        }
        throw new UnsupportedOperationException(method);
    });

    record Service(GpioController controller, Dictionary<?, ?> properties) {}

    private interface Call {
        Object answer(String method, Object[] arguments);
    }

    private ServiceRegistration<?> register(Service service) {
        services.add(service);
        return proxy(ServiceRegistration.class, (method, arguments) -> {
            if (!method.equals("unregister")) {
                throw new UnsupportedOperationException(method);
            }
            if (!services.remove(service)) {
                throw new IllegalStateException("unregistered already");
            }
            return "";
        });
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (it, method, arguments) -> {
                    var answer = call.answer(method.getName(), arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }
}
