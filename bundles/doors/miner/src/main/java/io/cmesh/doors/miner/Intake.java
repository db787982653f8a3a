package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.NewEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines in: knows which were answered before, gives each its transaction id, has it asked.
 * Not thread-safe.
 */
final class Intake implements LogTail.Sink {
  private final LineParser parser = new LineParser();
  private final Asker asker;
  private final IdSet ids;
  private final Bytes fingerprint;
  private final int maxLine;
  private final Progress progress;
  private final Consumer<Asking> window;
  private final ResponseFile.Answers stored;
  private final List<NewEvent> events = new ArrayList<>();
  private Group storedGroup = new Group(true);
  private boolean comparing = true;
  private long ordinal;
  private @Nullable IOException failure;

  /**
   * @param ids of all answers before {@code stored}
   * @param stored answers that are to be compared with the log before new ones are asked for
   * @param ordinal how many answers there are before them
   * @param window takes what is on its way, in log order
   */
  Intake(
      Asker asker,
      IdSet ids,
      ResponseFile.Answers stored,
      long ordinal,
      RunFile run,
      MinerSettings settings,
      Progress progress,
      Consumer<Asking> window) {
    this.asker = asker;
    this.ids = ids;
    this.stored = stored;
    this.ordinal = ordinal;
    this.fingerprint = run.fingerprint();
    this.maxLine = settings.maxLineBytes();
    this.progress = progress;
    this.window = window;
  }

  @Override
  public void line(byte[] bytes, int at, int length, boolean tooLong, LogSource from, long after) {
    progress.read();
    RequestLine line =
        tooLong ? parser.tooLong(bytes, at, length, maxLine) : parser.parse(bytes, at, length);
    if (line.readable() && !ids.add(line.id())) {
      window.accept(new Asking(null, 0, from, after));
      return;
    }
    long transaction = transaction(line);
    ordinal++;
    if (comparing && compare(line, transaction, from, after)) {
      return;
    }
    take(line, new Asking(line, transaction, from, after), transaction);
  }

  private void take(RequestLine line, Asking asking, long transaction) {
    events.add(LineEvents.requested(transaction, line));
    if (line.isMalformed()) {
      asking.answer(Asker.malformed(line));
    } else {
      asker.ask(line, asking);
    }
    window.accept(asking);
  }

  /** Whether the line's answer is in the response file already. */
  private boolean compare(RequestLine line, long transaction, LogSource from, long after) {
    if (failure != null) {
      return true;
    }
    try {
      comparing = stored.next();
    } catch (IOException e) {
      failure = e;
      return true;
    }
    if (!comparing) {
      return false;
    }
    AnswerLine answer = AnswerLine.parse(stored.bytes(), stored.lineStart(), stored.length());
    if (answer.id() != line.id() || answer.readable() != line.readable()) {
      throw new IllegalArgumentException(
          "answer to " + answer.id() + " where the log has " + line.id());
    }
    storedGroup.addStored(transaction, stored.bytes(), stored.lineStart(), stored.length());
    storedGroup.reached(from, after);
    return true;
  }

  /** Ids are the same after a restart, so that events of one line have one subject. */
  private long transaction(RequestLine line) {
    long number = line.readable() ? line.id() : ~ordinal;
    return mix(fingerprint.longAt(0) ^ mix(fingerprint.longAt(Long.BYTES) + number));
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Generators). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Takes the events of lines taken in since the last call. */
  List<NewEvent> takeEvents() throws IOException {
    if (failure != null) {
      throw failure;
    }
    List<NewEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** Takes the stored answers passed since the last call; empty once there are none any more. */
  Group takeStored() {
    Group taken = storedGroup;
    storedGroup = new Group(true);
    return taken;
  }

  /** Whether the response file has answers that the log has no lines for. */
  boolean isLeft() throws IOException {
    return comparing && stored.next();
  }
}
