// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Clock;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * {@code gpio:watch}.
 *
 * <p>A thread of its own prints. Neither the thread of the command, which Ctrl-C interrupts, nor that
 * of the listener, which its caller may interrupt, can do it: gogo's streams are channels, and an
 * interrupt in the midst of a write closes a channel and so ends the whole session.
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

        @Override
        public String toString() {
            return "gpio:watch " + String.join(" ", arguments);
        }
    }

    @Override
    void run(Gpio gpio, Screen screen) throws CommandException, InterruptedException {
        if (count < 1) {
            throw new CommandException("-n must be 1 or more, not " + count);
        }
        var known = new PinArguments(gpio);
        var boards = new HashSet<String>();
        var pins = new HashSet<PinId>();
        for (var text : arguments) {
            if (known.isBoard(text)) {
                boards.add(text);
            } else {
                pins.add(known.pin(text));
            }
        }
        Predicate<PinId> wanted = pin -> arguments.isEmpty() || boards.contains(pin.board()) || pins.contains(pin);

        var listener = new Listener();
        var log = new WatchLog(gpio, wanted, screen, Clock.systemDefaultZone());
        var registration = context.registerService(EdgeListener.class, listener, properties(boards, pins));
        var printing = new FutureTask<@Nullable Void>(() -> {
            print(listener, registration, log, screen);
            return null;
        });
        var printer = new Thread(printing, listener.toString());
        printer.setDaemon(true);
        try {
            printer.start();
            printing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("watching failed", e.getCause());
        } finally {
            listener.ended = true;
            unregister(registration);
            printer.join(FAREWELL_MILLIS);
        }
    }

    private void print(Listener listener, ServiceRegistration<?> registration, WatchLog log, Screen screen)
            throws InterruptedException {
        log.begin();
        if (screen.isTerminal()) {
            screen.print("Watching; Ctrl-C ends.");
        }
        var left = count;
        while (left > 0 && !listener.ended && registered(registration) && !closed(screen)) {
            var event = listener.events.poll(LOOK_SECONDS, TimeUnit.SECONDS);
            if (event != null && log.print(event)) {
                left--;
            }
        }
    }

    /** Whether nobody reads any more: the next command of the pipe has ended, or the client has gone. */
    private boolean closed(Screen screen) {
        // a client's command is not told that it has gone; a terminal's session is closed
        return screen.out().checkError()
                || session.getTerminal() == null && session.getConsole().checkError();
    }

    private Dictionary<String, Object> properties(Set<String> boards, Set<PinId> pins) {
        var properties = new Hashtable<String, Object>();
        if (!arguments.isEmpty()) {
            var listened = Stream.concat(
                    boards.stream().map(board -> board + "/*"), pins.stream().map(PinId::toString));
            properties.put(EdgeListener.PINS, listened.toArray(String[]::new));
        }
        return properties;
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
