// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.action.osgi.RegistryImpl;
import org.apache.karaf.shell.impl.console.HeadlessSessionImpl;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.parsing.DefaultParser;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.fake.FakeAccess;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Karaf's own shell around the commands, as a client sees it that sends a command along with its
 * login.
 */
final class Console implements AutoCloseable {

    private static final List<Class<?>> SERVICES = List.of(
            BoardsCommand.class,
            PinsCommand.class,
            ReadCommand.class,
            WriteCommand.class,
            ToggleCommand.class,
            WatchCommand.class,
            PinCompleter.class,
            OutputCompleter.class,
            WriteCompleter.class);

    /** The listeners in the service registry, with their property {@link EdgeListener#PINS}. */
    final Map<EdgeListener, List<String>> listeners = new ConcurrentHashMap<>();

    private final FakeAccess access;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private volatile boolean connected = true;
    private final SessionFactoryImpl factory;
    private final Session session;

    Console(@Nullable FakeGpio gpio) {
        factory = new Shell();
        access = new FakeAccess(gpio);
        var services = new RegistryImpl(factory);
        services.register(fake(BundleContext.class, Map.of("registerService", this::register)));
        if (gpio != null) {
            services.register(gpio);
            services.register(access);
        }
        var manager = new ManagerImpl(services, factory);
        SERVICES.forEach(manager::register);
        var out = new PrintStream(new Client(), true, Charset.defaultCharset());
        session = new HeadlessSessionImpl(
                factory, factory.getCommandProcessor(), new ByteArrayInputStream(new byte[0]), out, out);
    }

    /** Executes a line as typed; returns what it has printed. */
    String run(String line) throws Exception {
        printed.reset();
        session.execute(line);
        return printed();
    }

    /** Returns what the audit log has been told of commands that came to no board. */
    List<String> audit() {
        return access.audit();
    }

    String printed() {
        return printed.toString(Charset.defaultCharset());
    }

    /** Returns what Tab offers at the end of a line, in alphabetical order. */
    List<String> complete(String line) {
        return candidates(line).stream().map(Candidate::value).sorted().toList();
    }

    List<Candidate> candidates(String line) {
        var parsed = new DefaultParser().parse(session, line, line.length());
        var name = parsed.getArguments()[0].replaceFirst("gpio:", "");
        var candidates = new ArrayList<Candidate>();
        factory.getRegistry()
                .getCommand("gpio", name)
                .getCompleter(false)
                .completeCandidates(session, parsed, candidates);
        var typed = parsed.getCursorArgument();
        candidates.removeIf(it -> typed != null && !it.value().startsWith(typed));
        return candidates;
    }

    @Override
    public void close() {
        session.close();
    }

    /** As Ctrl-C does. */
    void interrupt() {
        ((CommandSession) session.get(".commandSession")).foregroundJob().interrupt();
    }

    /** As a client does that goes away. */
    void disconnect() {
        connected = false;
    }

    /** Stops the bundle of the commands, as far as its services go. */
    void stopBundle() {
        listeners.clear();
    }

    /** Passes arguments on as text, as the shell of a running Karaf does. */
    private static final class Shell extends SessionFactoryImpl {

        Shell() {
            super(null);
        }

        @Override
        protected Function wrap(Command command) {
            var wrapper = super.wrap(command);
            return (session, arguments) -> {
                arguments.replaceAll(it -> it instanceof Token ? it.toString() : it);
                return wrapper.execute(session, arguments);
            };
        }
    }

    /** Notices only when something is written that nobody reads any more. */
    private final class Client extends OutputStream {

        @Override
        public void write(int data) throws IOException {
            flush();
            printed.write(data);
        }

        @Override
        public void flush() throws IOException {
            if (!connected) {
                throw new IOException("closed");
            }
        }
    }

    private ServiceRegistration<?> register(Object... arguments) {
        var listener = (EdgeListener) arguments[1];
        var pins = ((Dictionary<?, ?>) arguments[2]).get(EdgeListener.PINS);
        listeners.put(listener, pins == null ? List.of() : List.of((String[]) pins));
        return fake(
                ServiceRegistration.class,
                Map.of(
                        "unregister",
                        ignored -> {
                            requireRegistered(listener);
                            listeners.remove(listener);
                            return null;
                        },
                        "getReference",
                        ignored -> {
                            requireRegistered(listener);
                            return fake(ServiceReference.class, Map.of());
                        }));
    }

    private void requireRegistered(EdgeListener listener) {
        if (!listeners.containsKey(listener)) {
            throw new IllegalStateException("unregistered");
        }
    }

    /** The methods of OSGi's interfaces that the commands use. */
    private interface Method {
        @Nullable
        Object call(Object... arguments);
    }

    private static <T> T fake(Class<T> type, Map<String, Method> methods) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    var known = methods.get(method.getName());
                    if (known != null) {
                        return known.call(arguments == null ? new Object[0] : arguments);
                    }
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        case "toString" -> type.getSimpleName();
                        default -> throw new UnsupportedOperationException(method.toString());
                    };
                }));
    }
}
