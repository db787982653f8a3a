package io.cmesh.itests.soak;

import io.cmesh.itests.soak.Wire.Reply;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's calls, each checked against what the client itself did before: nobody else writes
 * where it does. One thread.
 */
final class History implements AutoCloseable {
  private static final int KEYS = 64;

  private final int number;
  private final Wire wire;
  private final Random random;
  private final Findings findings;
  private final AtomicLong shared;
  private final long[] keys = new long[KEYS];
  private final String address;
  private final String contract;
  private volatile long written;
  private volatile long published;
  private long appended;
  private long names;
  private long sum;

  /**
   * @param shared how often the counter of all clients was raised
   */
  History(int number, URI node, String token, SoakPlan plan, Findings findings, AtomicLong shared) {
    this.number = number;
    this.wire = new Wire(node, token);
    this.random = new Random(plan.seed() + number);
    this.findings = findings;
    this.shared = shared;
    this.address = address(number);
    this.contract = contract(number);
  }

  /** Where a client's values are. */
  static String address(int number) {
    return "0x5a" + String.format("%02x", number);
  }

  /** Where a client's list is. */
  static String contract(int number) {
    return "0x5b" + String.format("%02x", number);
  }

  /** Where a client publishes. */
  static String channel(int number) {
    return "soak.c" + number;
  }

  /** A client's name for its values. */
  static String name(int number) {
    return "soak" + number + ".mcom";
  }

  /** Where the counter of all clients is. */
  static String counter() {
    return "0x5bff";
  }

  /** How many values were written: the events on them are counted alike. */
  long written() {
    return written;
  }

  /** How many events were published. */
  long published() {
    return published;
  }

  /** One call of a kind chosen at random. */
  void write() {
    int kind = random.nextInt(100);
    if (kind < 50) {
      put();
    } else if (kind < 70) {
      append();
    } else if (kind < 80) {
      add();
    } else if (kind < 98) {
      publish();
    } else {
      register();
    }
  }

  /** One call of a kind chosen at random. */
  void read() {
    int kind = random.nextInt(100);
    if (kind < 60) {
      readValue(address);
    } else if (kind < 75) {
      readByName();
    } else if (kind < 85) {
      expect("count", wire.get("0xS:" + contract + ":count"), Long.toString(appended));
    } else if (kind < 95) {
      readCounter();
    } else {
      expect("can", wire.get("0xI:can:0xSW:" + address + ":k0"), "true");
    }
  }

  private void put() {
    int key = random.nextInt(KEYS);
    long value = written + 1;
    Reply reply = wire.post("0xSW:" + address + ":k" + key, Long.toString(value));
    if (isGood("write", reply)) {
      keys[key] = value;
      written = value;
    }
  }

  private void readValue(String where) {
    int key = random.nextInt(KEYS);
    Reply reply = wire.get("0xS:" + where + ":k" + key);
    check("k" + key + " of " + where, keys[key], reply);
  }

  private void readByName() {
    int key = random.nextInt(KEYS);
    Reply reply = wire.get("0xR:" + name(number) + ":k" + key);
    check("k" + key + " by name", keys[key], reply);
  }

  private void check(String what, long value, Reply reply) {
    if (value == 0) {
      if (reply.status() != 404) {
        fault(what + ", never written", reply);
      }
    } else {
      expect(what, reply, Long.toString(value));
    }
  }

  private void append() {
    long next = appended + 1;
    Reply reply = wire.post("0xSW:" + contract + ":append", "[" + next + "]");
    expect("append " + next, reply, Long.toString(next));
    if (reply.status() == 200) {
      appended = next;
    }
  }

  private void add() {
    Reply reply = wire.post("0xSW:" + counter() + ":add", "[1]");
    if (isGood("add", reply)) {
      shared.incrementAndGet();
      grows("add", reply, sum + 1);
    }
  }

  private void readCounter() {
    Reply reply = wire.get("0xS:" + counter() + ":value");
    if (isGood("value", reply)) {
      grows("value", reply, sum);
    }
  }

  private void grows(String what, Reply reply, long least) {
    long now = Long.parseLong(reply.body());
    if (now < least) {
      fault(what + " of the counter (expected: >= " + least + ")", reply);
    }
    sum = now;
  }

  private void publish() {
    long next = published + 1;
    if (isGood("publish", wire.post("0xEW:" + channel(number), Long.toString(next)))) {
      published = next;
    }
  }

  private void register() {
    String name = "soak" + number + "-" + ++names + ".mcom";
    if (isGood("register", wire.post("0xRW:" + name, "0xS:" + address))) {
      int key = random.nextInt(KEYS);
      check("k" + key + " by " + name, keys[key], wire.get("0xR:" + name + ":k" + key));
    }
  }

  /** Reads whatever was ever written. */
  void verify() {
    for (int key = 0; key < KEYS; key++) {
      check("k" + key + " at the end", keys[key], wire.get("0xS:" + address + ":k" + key));
    }
    Reply count = wire.get("0xS:" + contract + ":count");
    expect("count at the end", count, Long.toString(appended));
    for (long n = 1; n <= names; n++) {
      Reply reply = wire.get("0xR:soak" + number + "-" + n + ".mcom:k0");
      check("k0 by its name " + n + " at the end", keys[0], reply);
    }
  }

  private void expect(String what, Reply reply, String body) {
    if (isGood(what, reply) && !reply.body().equals(body)) {
      fault(what + " (expected: " + body + ")", reply);
    }
  }

  private boolean isGood(String what, Reply reply) {
    boolean good = reply.status() == 200;
    if (!good) {
      fault(what, reply);
    }
    return good;
  }

  private void fault(String what, Reply reply) {
    findings.fault("client " + number + ": " + what + ": " + reply.status() + " " + reply.body());
  }

  @Override
  public void close() {
    wire.close();
  }
}
