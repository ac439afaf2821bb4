// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.screen.Screen;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * {@code gpio:watch}.
 *
 * <p>A thread of its own prints. Neither the thread of the command, which Ctrl-C interrupts, nor that
 * of the listener, which its caller may interrupt, can do it: gogo's streams are channels, and an
 * interrupt in the midst of a write closes the channel: the session would never print again.
 */
@Service
@Command(
        scope = "gpio",
        name = "watch",
        description = "Prints each edge of pins as it comes, until Ctrl-C",
        detailedDescription = """
                Begins with the levels. Each edge then shows its time, its number (#) among the edges of its \
                pin, and the time since the one before. Edges that got lost are told with their numbers and \
                the place where they were lost. Boards that come and go and changed settings are shown too.

                Examples:
                  gpio:watch                     all pins of all boards
                  gpio:watch door gl20           one pin, and all of board gl20
                  gpio:watch -n 1 main/5         waits for one edge""")
public final class WatchCommand extends GpioCommand {

    /** Small, so that a slow terminal fills the queue before it, where what is lost is counted. */
    private static final int QUEUE = 64;

    private static final long LOOK_SECONDS = 1;
    private static final long FAREWELL_MILLIS = 1_000;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    private BundleContext context;

    @Option(name = "-n", aliases = "--count", description = "End after so many edges", valueToShowInHelp = "no limit")
    private int count = Integer.MAX_VALUE;

    @Argument(
            name = "pins",
            description = "Pins as board/number, number or name, and boards; everything if none is given",
            multiValued = true,
            valueToShowInHelp = "")
    @Completion(PinCompleter.class)
    private List<String> arguments = List.of();

    /** Hands over to the thread that prints; waits for it if there are too many events. */
    private final class Listener implements EdgeListener {

        private final BlockingQueue<GpioEvent> events = new ArrayBlockingQueue<>(QUEUE);
        private volatile boolean ended;

        @Override
        public void edge(EdgeEvent event) {
            put(event);
        }

        @Override
        public void gap(GapEvent gap) {
            put(gap);
        }

        @Override
        public void pinChanged(PinChange change) {
            put(change);
        }

        @Override
        public void boardChanged(BoardChange change) {
            put(change);
        }

        private void put(GpioEvent event) {
            try {
                while (!ended && !events.offer(event, LOOK_SECONDS, TimeUnit.SECONDS)) {
                    // the terminal is slow
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Makes room first for the caller that waits, and then for all that is still to come. */
        private void end() {
            ended = true;
            events.clear();
        }

        @Override
        public String toString() {
            return String.join(" ", "gpio:watch", String.join(" ", arguments)).strip();
        }
    }

    @Override
    void run(Gpio gpio, Screen screen) throws CommandException, InterruptedException {
        if (count < 1) {
            throw new CommandException("-n must be 1 or more, not " + count);
        }
        var selection = Selection.of(new PinArguments(gpio), arguments);
        var listener = new Listener();
        var log = new WatchLog(gpio, selection, screen, Clock.system(ZoneId.systemDefault()));
        var registration = context.registerService(EdgeListener.class, listener, properties(selection));
        var printing = new FutureTask<>(() -> print(listener, registration, log, screen));
        var printer = new Thread(printing, listener.toString());
        printer.setDaemon(true);
        try {
            printer.start();
            printing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("watching failed", e.getCause());
        } finally {
            listener.end();
            unregister(registration);
            printer.join(FAREWELL_MILLIS);
        }
    }

    /** Returns the number of edges printed. */
    private int print(Listener listener, ServiceRegistration<?> registration, WatchLog log, Screen screen)
            throws InterruptedException {
        log.begin();
        if (screen.isTerminal()) {
            screen.print("Watching; Ctrl-C ends.");
        }
        var printed = 0;
        while (printed < count && !listener.ended && registered(registration) && !closed(screen)) {
            var event = listener.events.poll(LOOK_SECONDS, TimeUnit.SECONDS);
            if (event != null && log.print(event)) {
                printed++;
            }
        }
        if (!registered(registration) && !listener.ended) {
            screen.print(screen.alert("gpio:watch ends: its bundle is being stopped"));
        }
        return printed;
    }

    /**
     * Whether nobody reads any more: the next command of the pipe has ended, or the client has gone.
     * Karaf tells a running command neither; asking flushes, which gogo does only when a command ends.
     */
    private boolean closed(Screen screen) {
        return screen.out().checkError() || session.getConsole().checkError();
    }

    private static Dictionary<String, ?> properties(Selection selection) {
        if (selection.all()) {
            return FrameworkUtil.asDictionary(Map.of());
        }
        var wanted = Stream.concat(
                selection.boards().stream().map(board -> board + "/*"),
                selection.pins().stream().map(PinId::toString));
        return FrameworkUtil.asDictionary(Map.of(EdgeListener.PINS, wanted.toArray(String[]::new)));
    }

    /** The bundle may be stopped while it watches; its services are gone then. */
    private static boolean registered(ServiceRegistration<?> registration) {
        try {
            return registration.getReference() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // see registered()
        }
    }
}
