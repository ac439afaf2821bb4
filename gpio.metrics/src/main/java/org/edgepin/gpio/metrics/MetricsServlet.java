// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.metrics;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.problem.Problem;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all {@link Meter}s say, and how the JVM is, at {@code /gpio/metrics}. Meters come and go with the
 * bundles whose they are, so the references to them are dynamic.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/metrics",
            "osgi.http.whiteboard.servlet.name=edgepin-metrics",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=edgepin)"
        })
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServlet.class);

    private final transient List<Meter> meters = new CopyOnWriteArrayList<>();
    private final transient PrometheusRegistry jvm = new PrometheusRegistry();
    private final transient PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    public MetricsServlet() {
        JvmMetrics.builder().register(jvm);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void bindMeter(Meter meter) {
        meters.add(meter);
    }

    void unbindMeter(Meter meter) {
        meters.remove(meter);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var method = request.getMethod();
        if (request.getAttribute(Caller.class.getName()) == null) {
            new Problem(Problem.Type.UNAVAILABLE, "the gateway cannot tell now who may do what; try again")
                    .send(request, response);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            Problem.ofStatus(405, method, request.getRequestURI()).send(request, response);
        } else {
            request.setAttribute(Problem.ANSWERED, true);
            var text = text();
            response.setContentType(writer.getContentType());
            response.setContentLength(text.length);
            if (method.equals("GET")) {
                response.getOutputStream().write(text);
            }
        }
    }

    private byte[] text() throws IOException {
        var measurements = new ArrayList<Measurement>();
        for (var meter : meters) {
            try {
                measurements.addAll(meter.measure());
            } catch (RuntimeException | LinkageError e) {
                // its bundle may just be leaving
                LOG.debug("{} does not measure", meter, e);
            }
        }
        var all = Stream.concat(Snapshots.of(measurements).stream(), jvm.scrape().stream())
                .toArray(MetricSnapshot[]::new);
        var text = new ByteArrayOutputStream();
        writer.write(text, new MetricSnapshots(all));
        return text.toByteArray();
    }
}
