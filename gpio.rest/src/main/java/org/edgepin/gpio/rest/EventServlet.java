// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.Servlet;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioConfiguration;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as they happen, at {@code /gpio/api/events}. A servlet of its own and not a JAX-RS resource:
 * only a {@link WriteListener} writes to a slow client without a thread that waits for it.
 */
@Component(
        service = {Servlet.class, EdgeListener.class, Meter.class},
        property = {
            "osgi.http.whiteboard.servlet.pattern=/api/events",
            "osgi.http.whiteboard.servlet.name=edgepin-events",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=edgepin)"
        })
public final class EventServlet extends HttpServlet implements EdgeListener, Meter {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(EventServlet.class);

    private final transient RestSettings settings;
    private final transient Gpio gpio;
    private final transient GpioConfiguration configuration;
    private final transient Streams streams;

    /** Events are for everybody who may look; who may, the door has found out. */
    @Activate
    public EventServlet(
            @Reference RestSettings settings, @Reference Gpio gpio, @Reference GpioConfiguration configuration) {
        this.settings = settings;
        this.gpio = gpio;
        this.configuration = configuration;
        this.streams = new Streams(settings, gpio, this::planned);
    }

    @Deactivate
    void close() {
        streams.close();
    }

    private PinSettings planned(PinState state) throws GpioException {
        return state.settings() instanceof PinSettings.Output
                ? configuration.planned(state.pin().id())
                : PinSettings.UNUSED;
    }

    @Override
    public void edge(EdgeEvent edge) {
        streams.publish("edge", edge.board(), edge.pin(), edge.sequence(), false, Json.edge(edge));
    }

    @Override
    public void gap(GapEvent gap) {
        streams.publish("gap", gap.board(), gap.pin(), gap.next() - 1, false, Json.gap(gap));
    }

    /** A board that has gone in the meantime is told of by itself. */
    @Override
    public void pinChanged(PinChange change) {
        try {
            var state = gpio.state(change.pin());
            streams.publish("pin", change.board(), change.pin(), 0, false, Json.pin(state, planned(state)));
        } catch (GpioException e) {
            LOG.debug("not told", e);
        }
    }

    @Override
    public void boardChanged(BoardChange change) {
        var status = change.status();
        streams.publish(
                "board", status.name(), null, 0, status.state() == BoardStatus.State.REMOVED, Json.board(status));
    }

    @Override
    public List<Measurement> measure() {
        return streams.measure();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            open(request, response);
        } catch (ProblemException | GpioException e) {
            Problems.of(e, request.getMethod(), request.getRequestURI()).send(request, response);
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ProblemException, GpioException {
        if (request.getAttribute(Caller.class.getName()) == null) {
            throw new ProblemException(
                    new Problem(Problem.Type.UNAVAILABLE, "the gateway cannot tell now who may do what; try again"));
        }
        if (!"GET".equals(request.getMethod())) {
            response.setHeader("Allow", "GET");
            throw new ProblemException(Problem.ofStatus(405, request.getMethod(), request.getRequestURI()));
        }
        var accept = request.getHeader("Accept");
        if (accept != null
                && !accept.contains("text/event-stream")
                && !accept.contains("text/*")
                && !accept.contains("*/*")) {
            throw new ProblemException(Problem.ofStatus(406, request.getMethod(), request.getRequestURI()));
        }
        var query = Query.of(request, "last-event-id");
        query.check(gpio);
        for (var pin : query.pins()) {
            exists(pin);
        }
        request.setAttribute(Problem.ANSWERED, true);
        var last = Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .or(() -> Query.values(request, "last-event-id").stream().findFirst());
        var connection = new Connection(request, response);
        var stream = new EventStream(query, settings.get().streamEvents(), streams, connection);
        streams.open(stream, last);
        connection.start(stream);
    }

    /** A board that is away may come back. */
    private void exists(PinId pin) throws GpioException {
        try {
            gpio.state(pin);
        } catch (GpioException e) {
            if (e.kind() == GpioException.Kind.NO_SUCH_PIN) {
                throw e;
            }
        }
    }

    /** The connection to one client. Its own lock is the stream's. */
    private static final class Connection implements EventStream.Line, AsyncListener, WriteListener {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private volatile @Nullable AsyncContext context;
        private volatile @Nullable ServletOutputStream output;
        private volatile @Nullable EventStream stream;
        private boolean ready;

        Connection(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        void start(EventStream served) throws IOException {
            stream = served;
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            // a proxy must not collect events before it passes them on
            response.setHeader("X-Accel-Buffering", "no");
            var started = request.startAsync();
            started.setTimeout(0);
            started.addListener(this);
            context = started;
            var stream = response.getOutputStream();
            output = stream;
            stream.setWriteListener(this);
        }

        @Override
        public void onWritePossible() {
            var served = stream;
            if (served != null) {
                synchronized (served) {
                    ready = true;
                    served.pump();
                }
            }
        }

        @Override
        public boolean isReady() {
            var stream = output;
            if (ready && stream != null) {
                ready = stream.isReady();
            }
            return ready;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            var stream = output;
            if (stream != null) {
                stream.write(bytes);
            }
        }

        @Override
        public void flush() throws IOException {
            var stream = output;
            if (stream != null) {
                stream.flush();
            }
        }

        @Override
        public void close() {
            var started = context;
            if (started != null) {
                try {
                    started.complete();
                } catch (IllegalStateException e) {
                    LOG.debug("the connection has ended already");
                }
            }
        }

        private void gone() {
            var served = stream;
            if (served != null) {
                served.end();
            }
        }

        @Override
        public void onError(Throwable failure) {
            gone();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            gone();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            gone();
        }

        @Override
        public void onError(AsyncEvent event) {
            gone();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // once begun, it is not begun again
        }
    }
}
