package io.cmesh.http.internal;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts a listener's requests. Plain adders, read when somebody scrapes: a request pays for two
 * additions.
 */
final class RequestMeter {
  private static final class Series {
    final LongAdder count = new LongAdder();
    final LongAdder nanos = new LongAdder();
  }

  private final Series[] byClass = new Series[6];
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();

  RequestMeter(MeterRegistry registry, String listener) {
    for (int i = 1; i < byClass.length; i++) {
      byClass[i] = new Series();
      FunctionTimer.builder(
              "cmesh.http.requests",
              byClass[i],
              s -> s.count.sum(),
              s -> s.nanos.sum(),
              TimeUnit.NANOSECONDS)
          .description("Requests answered, and the time from their headers to their answer")
          .tags("listener", listener, "status", i + "xx")
          .register(registry);
    }
    Gauge.builder("cmesh.http.in.flight", this, RequestMeter::inFlight)
        .description("Requests being answered")
        .tag("listener", listener)
        .register(registry);
  }

  void begin() {
    begun.increment();
  }

  void end(int status, long nanos) {
    ended.increment();
    Series series = byClass[Math.min(5, Math.max(1, status / 100))];
    series.count.increment();
    series.nanos.add(nanos);
  }

  /** Never less than there are: ends are read first. */
  long inFlight() {
    long endedNow = ended.sum();
    return begun.sum() - endedNow;
  }
}
