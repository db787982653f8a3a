package io.cmesh.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  @TempDir Path data;

  private static SwapReport report(long id, Outcome outcome, @Nullable String error) {
    return new SwapReport(
        id,
        Role.STATE,
        "rocksdb/1.0.0",
        "memory/1.0.0",
        "did:key:ann",
        1_000 + id,
        outcome,
        Arrays.stream(SwapStep.Step.values()).map(s -> new SwapStep(s, 5, 7, 3, 9)).toList(),
        12,
        error);
  }

  private History open() {
    return new History(new JdkDisk(), data);
  }

  @Test
  void whatIsKeptIsReadAgainTheNewestFirst() {
    History history = open();
    assertThat(history.nextId()).isEqualTo(1);
    history.keep(report(1, Outcome.DONE, null));
    history.keep(report(2, Outcome.TURNED_AWAY, "a \"quoted\"\nreason"));
    history.keep(report(3, Outcome.ROLLED_BACK, "another"));
    assertThat(open().newest(10)).isEqualTo(history.newest(10));
    assertThat(open().newest(10))
        .containsExactly(
            report(3, Outcome.ROLLED_BACK, "another"),
            report(2, Outcome.TURNED_AWAY, "a \"quoted\"\nreason"),
            report(1, Outcome.DONE, null));
    assertThat(open().newest(1)).hasSize(1);
    assertThat(open().nextId()).isEqualTo(4);
  }

  @Test
  void whatRanWhenTheNodeEndedIsInterruptedAndWhatWasWatchedIsDone() {
    History history = open();
    history.keep(report(1, Outcome.RUNNING, null));
    history.keep(report(2, Outcome.WATCHED, null));
    assertThat(open().newest(2))
        .extracting(SwapReport::outcome)
        .containsExactly(Outcome.DONE, Outcome.INTERRUPTED);
    assertThat(open().newest(2).get(1).error()).contains("the node ended");
  }

  @Test
  void theOldestGoOnceThereAreTooMany() throws Exception {
    StringBuilder many = new StringBuilder("{\"format\":1}\n");
    for (int i = 1; i <= History.MOST; i++) {
      many.append(SwapJson.of(report(i, Outcome.DONE, null))).append('\n');
    }
    Files.writeString(data.resolve("swaps.jsonl"), many);
    History history = open();
    history.keep(report(History.MOST + 1, Outcome.DONE, null));
    assertThat(history.newest(10_000)).hasSize(History.MOST);
    assertThat(history.newest(10_000).get(History.MOST - 1).id()).isEqualTo(2);
  }

  @Test
  void aFullDiskLeavesItInMemoryAndTheFileAsItWas() {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    History history = new History(disk, data);
    history.keep(report(1, Outcome.DONE, null));
    disk.fillAfter(10);
    history.keep(report(2, Outcome.DONE, null));
    assertThat(history.newest(5)).hasSize(2);
    assertThat(open().newest(5)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"format\":2}\n",
        "{\"format\":1}\n{",
        "{\"format\":1}\n[]",
        "{\"format\":1}\n\n",
        "{\"format\":1}\n{\"id\":1}",
        "{\"format\":1}\n{\"id\":1,\"role\":\"cook\",\"outcome\":\"done\"}",
        "{\"format\":1}\n{\"id\":1,\"role\":\"state\",\"outcome\":\"odd\"}",
        "{\"format\":1}\n{\"id\":99999999999999999999,\"role\":\"state\",\"outcome\":\"done\"}",
        "{\"format\":1}\n{\"id\":1,\"role\":\"state\",\"outcome\":\"done\",\"steps\":[{\"step\":1}]}"
      })
  void aDamagedFileIsNamedWithTheWayOut(String content) throws Exception {
    Files.writeString(data.resolve("swaps.jsonl"), content);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-SWP-009");
              assertThat(e.text()).contains("swaps.jsonl");
              assertThat(e.hint()).isPresent();
            });
  }

  @FuzzTest
  void anyFileIsReadOrRefused(byte[] bytes) throws Exception {
    Path any = Files.createTempDirectory("history");
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.writeBytes("{\"format\":1}\n".getBytes(StandardCharsets.UTF_8));
      content.writeBytes(bytes);
      Files.write(any.resolve("swaps.jsonl"), content.toByteArray());
      List<SwapReport> read = new History(new JdkDisk(), any).newest(History.MOST);
      assertThat(read).doesNotContainNull();
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-SWP-009");
    } finally {
      Files.deleteIfExists(any.resolve("swaps.jsonl"));
      Files.delete(any);
    }
  }
}
