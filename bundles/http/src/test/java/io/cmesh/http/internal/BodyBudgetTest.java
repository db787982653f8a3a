package io.cmesh.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final int MIB = 1 << 20;
  private static final HttpHandler ECHO =
      x -> x.respond(200, HttpExchange.JSON, x.body().slice(0, 1));

  private static int post(RunningServer running, String path, int bytes) {
    BodyPublisher body = BodyPublishers.ofByteArray(new byte[bytes]);
    return running.send(running.request(path).POST(body).build()).statusCode();
  }

  @Test
  void whatIsTakenIsGivenBackWholeOrNotTaken() {
    BodyBudget budget = new BodyBudget(10);

    assertThat(budget.take(8)).isTrue();
    assertThat(budget.take(3)).isFalse();
    assertThat(budget.take(2)).isTrue();
    budget.give(10);
    assertThat(budget.take(10)).isTrue();
  }

  @Test
  void oneBodyOfTheMostBytesHasRoom() {
    assertThat(BodyBudget.of(Integer.MAX_VALUE).take(Integer.MAX_VALUE)).isTrue();
  }

  @Test
  void longBodiesGiveTheirRoomBackWhenTheyAreAnswered() {
    int inTurn = (int) (Runtime.getRuntime().maxMemory() / 8 / (8 * MIB)) + 2;
    try (RunningServer running = new RunningServer().with("/", ECHO)) {
      for (int i = 0; i < inTurn; i++) {
        assertThat(post(running, "/", 8 * MIB)).isEqualTo(200);
      }
    }
  }

  @Test
  void longBodiesAtOnceAreRefusedBeforeTheHeapIsFull() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    int most = (int) (Runtime.getRuntime().maxMemory() / 8 / (15 * MIB)) + 4;
    try (RunningServer running =
        new RunningServer().with("/", x -> gate.thenRun(() -> ECHO.handle(x))).with("/now", ECHO)) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < most; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> post(running, "/", 15 * MIB), work -> new Thread(work).start()));
      }
      assertThat(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join())
          .isEqualTo(503);
      assertThat(post(running, "/now", 1000)).isEqualTo(200);
      gate.complete(null);
      assertThat(answers).extracting(CompletableFuture::join).contains(200, 503);
    }
  }
}
