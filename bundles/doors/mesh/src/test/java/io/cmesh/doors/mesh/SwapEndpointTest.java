package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwapEndpointTest {
  private static final String SWAP = "/admin/roles/state/swap";
  private static final String BACK = "/admin/roles/state/rollback";

  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private HttpResponse<String> post(String path, String body) {
    return open.send("POST", "operator", path, body);
  }

  private HttpResponse<String> get(String path) {
    return open.send(open.as("operator", path));
  }

  @Test
  void aPlanTellsWhatASwapWouldDoAndSwapsNothing() {
    assertThat(get("/admin/roles/state/plan?provider=memory").body())
        .isEqualTo(
            "{\"role\":\"state\",\"from\":\"rocksdb/0.1.0\",\"to\":\"memory\",\"install\":false,"
                + "\"entries\":3,\"bytes\":4096,\"hold\":\"none\",\"warnings\":[\"careful\"]}");
    assertThat(open.node.calls).containsExactly("plan state memory");
  }

  @Test
  void aPlanForNoProviderIsRefused() {
    assertThat(get("/admin/roles/state/plan").statusCode()).isEqualTo(400);
    assertThat(get("/admin/roles/state/plan").body()).contains("CMESH-DOR-010", "provider");
  }

  @Test
  void whoDoesNotWaitIsAnsweredAtOnceWithTheReport() {
    HttpResponse<String> answer = post(SWAP, "{\"provider\":\"memory\",\"wait\":false}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .contains("\"id\":8", "\"to\":\"memory\"", "\"outcome\":\"running\"")
        .contains("\"steps\":[{\"step\":\"plan\"");
  }

  @Test
  void thePreferenceOfHttpIsHeardAsWell() {
    HttpResponse<String> answer =
        open.send(
            open.as("operator", SWAP)
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString("{\"provider\":\"memory\"}")));

    assertThat(answer.statusCode()).isEqualTo(202);
  }

  @Test
  void whoWaitsGetsTheRoleAsItIsThen() {
    assertThat(post(SWAP, "{\"provider\":\"memory\",\"wait\":true}").statusCode()).isEqualTo(200);
  }

  @Test
  void anEmptiedRoleHasNoReportAndIsWaitedFor() {
    HttpResponse<String> answer = post(SWAP, "{\"provider\":\"none\",\"wait\":false}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"wanted\":\"rocksdb\"");
  }

  @Test
  void aRollbackNeedsNoBody() {
    assertThat(post(BACK, "").body()).contains("\"provider\":\"rocksdb\"");
    assertThat(post(BACK, "{\"wait\":false}").statusCode()).isEqualTo(202);
    assertThat(open.node.calls).contains("rollback state");
  }

  @Test
  void theHistoryHasEachStepWithItsTimes() {
    assertThat(get("/admin/swaps?limit=3").body())
        .isEqualTo(
            "{\"swaps\":[{\"id\":7,\"role\":\"state\",\"from\":\"rocksdb/0.1.0\","
                + "\"to\":\"memory/0.1.0\",\"by\":\"did:key:zOperator\","
                + "\"asked\":\"2023-11-14T22:13:20Z\",\"outcome\":\"watched\",\"holdMillis\":1,"
                + "\"steps\":[{\"step\":\"copy\",\"started\":\"2023-11-14T22:13:20.001Z\","
                + "\"millis\":12,\"done\":3,\"total\":3}]}]}");
    assertThat(open.node.calls).containsExactly("swaps 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "x", "-1"})
  void aHistoryOfNoLengthIsRefused(String limit) {
    assertThat(get("/admin/swaps?limit=" + limit).statusCode()).isEqualTo(400);
  }

  @Test
  void aProviderIsInstalled() {
    assertThat(
            post("/admin/providers/install", "{\"role\":\"state\",\"provider\":\"memory\"}").body())
        .isEqualTo("{\"role\":\"state\",\"name\":\"memory\",\"installed\":true}");
    assertThat(open.node.calls).containsExactly("install state memory");
  }

  @Test
  void aProviderThatServesIsNotUninstalled() {
    HttpResponse<String> answer =
        post("/admin/providers/uninstall", "{\"role\":\"state\",\"provider\":\"rocksdb\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("CMESH-SWP-016", "Swap first.");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/roles/state/plan?provider=memory",
    "POST,/admin/roles/state/swap",
    "POST,/admin/roles/state/rollback",
    "GET,/admin/swaps",
    "POST,/admin/providers/install",
    "POST,/admin/providers/uninstall"
  })
  void nobodyElseMay(String method, String path) {
    assertThat(open.send(open.request(path).method(method, BodyPublishers.noBody())).statusCode())
        .isEqualTo(401);
    assertThat(open.send(method, "alice", path, "{\"provider\":\"x\"}").statusCode())
        .isEqualTo(403);
    assertThat(open.node.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/admin/roles/state", "/admin/roles//swap", "/admin/roles/state/x", "/admin/x/y"})
  void whatIsNoOperationIs404(String path) {
    assertThat(post(path, "{}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"wait\":\"no\",\"provider\":\"x\"}", "{\"wait\":[],\"provider\":\"x\"}"})
  void aWaitThatIsNoFlagIsRefused(String body) {
    assertThat(post(SWAP, body).statusCode()).isEqualTo(400);
  }
}
