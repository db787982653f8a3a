package io.cmesh.itests.soak;

import io.cmesh.client.Doc;
import io.cmesh.client.EventTail;
import io.cmesh.client.MeshClient;
import java.util.Optional;

/**
 * Follows one client's events, whose payloads are 1, 2, 3 …: none may be missing, come twice or
 * come late. A thread of its own.
 */
final class Subscriber implements Runnable, AutoCloseable {
  private final String filter;
  private final EventTail tail;
  private final Findings findings;
  private volatile long last;
  private volatile boolean closing;
  private long sequence;

  Subscriber(MeshClient client, String filter, Findings findings) {
    this.filter = filter;
    this.tail = client.events(filter, 0);
    this.findings = findings;
  }

  /** The payload that came last. */
  long last() {
    return last;
  }

  String filter() {
    return filter;
  }

  @Override
  public void run() {
    try {
      Optional<Doc> event = tail.next();
      while (event.isPresent()) {
        check(event.get());
        event = tail.next();
      }
      ended("the node ended it");
    } catch (RuntimeException e) {
      ended(e.toString());
    }
  }

  private void ended(String why) {
    if (!closing) {
      findings.fault(filter + " is followed no longer after " + last + ": " + why);
    }
  }

  private void check(Doc event) {
    long number = Long.parseLong(String.valueOf(event.value("payload")));
    long now = event.number("seq", -1);
    if (number != last + 1) {
      findings.fault(filter + ": event " + number + " after " + last + ", sequence " + now);
    }
    if (now <= sequence) {
      findings.fault(filter + ": sequence " + now + " after " + sequence);
    }
    last = number;
    sequence = now;
    findings.event();
  }

  @Override
  public void close() {
    closing = true;
    tail.close();
  }
}
