package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.provider.Health;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private HttpResponse<String> ask(String path) {
    return open.send(open.request(path));
  }

  @Test
  void aReadyNodeSaysSoRoleByRole() {
    HttpResponse<String> answer = ask("/readyz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"OK\",\"roles\":{\"state\":{\"grade\":\"OK\",\"text\":\"\"}}}");
  }

  @Test
  void aNodeThatWorksInPartIsReadyAndOneThatIsDownIsNot() {
    open.node.health = Health.degraded("no writes: the disk is full");
    assertThat(ask("/readyz").statusCode()).isEqualTo(200);
    assertThat(ask("/readyz").body()).contains("\"status\":\"DEGRADED\"").contains("disk is full");
    open.node.health = Health.down("gone");
    assertThat(ask("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void beforeTheNodeIsReadyItIsAliveAndSaysWhenToComeBack() {
    open.door.close();
    assertThat(ask("/livez").statusCode()).isEqualTo(200);
    assertThat(ask("/readyz").statusCode()).isEqualTo(503);
    HttpResponse<String> early = open.get("/mesh/0xS:0x001:k");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).contains("1");
    assertThat(early.body()).contains("CMESH-HTTP-503");
    assertThat(open.get("/nobodys").body()).contains("CMESH-DOR-008");
  }

  @Test
  void whatIsOnlyReadSaysSo() {
    HttpResponse<String> answer = open.send("POST", "alice", "/jwks.json", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("This path is asked by GET.").doesNotContain("A write");
  }

  @Test
  void whoAsksTooOftenWhoTheNodeIsIsToldToWaitAndAWatchdogIsNot() {
    try (OpenDoor slow = new OpenDoor(Map.of("rate.perSecond", "1", "rate.burst", "3"))) {
      for (String path : List.of("/", "/jwks.json", "/nothing")) {
        slow.send(slow.request(path));
      }
      assertThat(slow.send(slow.request("/")).statusCode()).isEqualTo(429);
      assertThat(slow.send(slow.request("/nothing")).statusCode()).isEqualTo(429);
      assertThat(slow.send(slow.request("/readyz")).statusCode()).isEqualTo(200);
      assertThat(slow.send(slow.request("/livez")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theRootTellsWhoTheNodeIs() {
    assertThat(ask("/").body())
        .isEqualTo("{\"node\":\"node\",\"did\":\"did:key:zNode\",\"version\":\"0.1.0\"}");
    assertThat(ask("/jwks.json").body()).isEqualTo("{\"keys\":[]}");
    assertThat(ask("/nothing").statusCode()).isEqualTo(404);
  }
}
