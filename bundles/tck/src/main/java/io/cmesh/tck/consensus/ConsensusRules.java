package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An open log, not started, and the words the rules are written in. */
@Timeout(120)
abstract class ConsensusRules {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final ConsensusKit kit;
  final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  private TestOpening opening;
  private Instance<Consensus> instance;
  Consensus log;

  @SuppressWarnings("NullAway.Init") // made before each test
  ConsensusRules(ConsensusKit kit) {
    this.kit = kit;
  }

  @BeforeEach
  void openALog(@TempDir Path dir) {
    opening = TestOpening.in(dir).disk(disk);
    kit.settings().forEach(opening::set);
    open();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  /** Opens an instance on what there is, leaving the one before as it is: killed, say. */
  final void open() {
    instance = kit.factory().open(opening.opening());
    log = instance.service();
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> completed(log.readBarrier()) >= 0);
  }

  /** Closes the instance and opens another on what it left. */
  void reopen() {
    instance.close();
    open();
  }

  /** Starts delivery into a new list. */
  Delivered start(long after) {
    Delivered delivered = new Delivered();
    log.start(after, delivered);
    return delivered;
  }

  CompletableFuture<Long> propose(String data) {
    return propose(1, Bytes.utf8(data));
  }

  CompletableFuture<Long> propose(long transactionId, Bytes data) {
    return log.propose(new Proposal(transactionId, data)).toCompletableFuture();
  }

  /** Proposes and waits; returns the position. */
  long commit(String data) {
    return completed(propose(data));
  }

  static <T> T completed(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not completed", e);
    }
  }

  /** Asserts that the call is refused, by throwing or by what its stage completes with. */
  static void assertRefused(ThrowingCallable call, Status... expected) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(MeshException.class);
    assertThat(((MeshException) thrown).status()).isIn(Arrays.asList(expected));
  }
}
