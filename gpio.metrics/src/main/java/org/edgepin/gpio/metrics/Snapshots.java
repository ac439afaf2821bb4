// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Measurement.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measurements as the library wants them. */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private Snapshots() {}

    /** What the library does not accept, such as a name with a blank, is left out. */
    static MetricSnapshots of(Collection<Measurement> measurements) {
        var byName = measurements.stream()
                .collect(Collectors.groupingBy(Measurement::name, TreeMap::new, Collectors.toList()));
        var snapshots = new ArrayList<MetricSnapshot>();
        byName.forEach((name, its) -> {
            try {
                snapshots.add(snapshot(name, its));
            } catch (IllegalArgumentException e) {
                LOG.debug("{} is left out", name, e);
            }
        });
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot snapshot(String name, List<Measurement> measurements) {
        var first = measurements.get(0);
        return switch (first.kind()) {
            case COUNTER -> counter(name, first.help(), measurements);
            case GAUGE -> gauge(name, first.help(), measurements);
            case BUCKET, SUM -> histogram(name, first.help(), measurements);
        };
    }

    private static MetricSnapshot counter(String name, String help, List<Measurement> measurements) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        measurements.forEach(it -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels(it))
                .value(it.value())
                .build()));
        return counter.build();
    }

    private static MetricSnapshot gauge(String name, String help, List<Measurement> measurements) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        measurements.forEach(it -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(it))
                .value(it.value())
                .build()));
        return gauge.build();
    }

    private static MetricSnapshot histogram(String name, String help, List<Measurement> measurements) {
        Map<Map<String, String>, List<Measurement>> byLabels = new LinkedHashMap<>();
        measurements.forEach(it -> byLabels.computeIfAbsent(it.labels(), labels -> new ArrayList<>())
                .add(it));
        var histogram = HistogramSnapshot.builder().name(name).help(help);
        byLabels.forEach((labels, its) -> {
            var sum = its.stream()
                    .filter(it -> it.kind() == Kind.SUM)
                    .mapToDouble(Measurement::value)
                    .sum();
            var buckets = its.stream()
                    .filter(it -> it.kind() == Kind.BUCKET)
                    .map(it -> new ClassicHistogramBucket(it.bound(), (long) it.value()))
                    .toList();
            histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .labels(labels(its.get(0)))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(
                            buckets.stream()
                                    .map(ClassicHistogramBucket::getUpperBound)
                                    .toList(),
                            buckets.stream()
                                    .map(ClassicHistogramBucket::getCount)
                                    .toList()))
                    .sum(sum)
                    .build());
        });
        return histogram.build();
    }

    private static Labels labels(Measurement measurement) {
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        new TreeMap<>(measurement.labels()).forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        return Labels.of(names, values);
    }
}
