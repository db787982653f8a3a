package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.Origin;
import io.cmesh.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the node, and again where it could not answer for the moment: each line has its dedup id, so
 * that a write is done once however often it is asked.
 */
final class Asker {
  private static final String DOOR = "miner";
  private static final long FIRST_DELAY_MILLIS = 10;
  private static final long LONGEST_DELAY_MILLIS = 1000;

  private final Dispatcher dispatcher;
  private final @Nullable Principal as;
  private final Bytes fingerprint;
  private final Duration patience;
  private final Clock clock;
  private final RandomGenerator random;
  private final ScheduledExecutorService timer;
  private final Runnable answered;
  private final Consumer<MeshException> ended;
  private volatile boolean stopped;

  /**
   * @param as who lines without a token run as; null for nobody: they are answered 401
   * @param patience how long an answer 429, 503 or 504 is tried again
   * @param answered called after each answer that did not come at once
   * @param ended told that the session of {@code as} has: its lines stay unanswered
   */
  Asker(
      Dispatcher dispatcher,
      @Nullable Principal as,
      Bytes fingerprint,
      Duration patience,
      Tools tools,
      Runnable answered,
      Consumer<MeshException> ended) {
    this.dispatcher = dispatcher;
    this.as = as;
    this.fingerprint = fingerprint;
    this.patience = patience;
    this.clock = tools.clock();
    this.random = tools.random();
    this.timer = tools.timer();
    this.answered = answered;
    this.ended = ended;
  }

  /**
   * What a door has of the machine; handed in, so that tests can stand in for it.
   *
   * @param random quick: for message ids and delays
   * @param fingerprints unguessable
   */
  record Tools(
      Clock clock,
      RandomGenerator random,
      RandomGenerator fingerprints,
      ScheduledExecutorService timer) {}

  /** From now on what cannot be answered for the moment stays unanswered: for the next start. */
  void stop() {
    stopped = true;
  }

  /** Asks a well-formed line. */
  void ask(RequestLine line, Asking asking) {
    Message message =
        Message.request(MessageId.next(clock.millis(), random), line.fqmn(), line.token());
    Origin origin =
        new Origin(
            DOOR, "", line.token() == null ? as : null, DedupId.ofLine(fingerprint, line.id()));
    attempt(new Attempt(message, origin, asking, System.nanoTime() + patience.toNanos(), 0));
  }

  /** The answer to a malformed line, which nobody need be asked. */
  static Asking.Answer malformed(RequestLine line) {
    String code = line.readable() ? MinerErrors.MALFORMED : MinerErrors.UNREADABLE;
    Bytes body = Problem.json(code, "malformed line: " + line.problem(), "Write id;fqmn");
    return new Asking.Answer(Status.BAD_REQUEST.code(), body, false);
  }

  private record Attempt(Message message, Origin origin, Asking asking, long deadline, int number) {
    Attempt next() {
      return new Attempt(message, origin, asking, deadline, number + 1);
    }
  }

  private void attempt(Attempt attempt) {
    CompletableFuture<Message> answer;
    try {
      answer = dispatcher.dispatch(attempt.message(), attempt.origin()).toCompletableFuture();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      settle(attempt, answer.join());
    } else {
      answer.whenComplete(
          (message, failure) -> {
            if (failure == null) {
              settle(attempt, message);
            } else {
              fail(attempt, failure);
            }
            answered.run();
          });
    }
  }

  private void settle(Attempt attempt, Message answer) {
    Principal authority = attempt.origin().as();
    if (authority != null && answer.answered() == Status.UNAUTHORIZED) {
      stopped = true; // the line stays for the next start, in a session that is open
      ended.accept(MinerErrors.sessionEnded(authority.did()));
    } else if (!isForTheMoment(answer.answered())) {
      attempt.asking().answer(Asking.Answer.of(answer));
    } else if (!stopped) {
      if (System.nanoTime() - attempt.deadline() < 0) {
        retry(attempt);
      } else {
        attempt.asking().answer(Asking.Answer.of(answer));
      }
    }
  }

  private static boolean isForTheMoment(Status status) {
    return status == Status.TOO_MANY_REQUESTS
        || status == Status.UNAVAILABLE
        || status == Status.TIMEOUT;
  }

  private void retry(Attempt attempt) {
    long delay =
        Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(10, attempt.number()));
    long spread = delay / 2 + random.nextLong(delay / 2 + 1);
    try {
      timer.schedule(
          () -> {
            attempt(attempt.next());
            answered.run();
          },
          spread,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true; // the door closes: the line stays for the next start
    }
  }

  private static void fail(Attempt attempt, Throwable failure) {
    Bytes body = Problem.json("CMESH-MNR-012", "the node failed: " + failure, null);
    attempt.asking().answer(new Asking.Answer(Status.INTERNAL.code(), body, false));
  }
}
