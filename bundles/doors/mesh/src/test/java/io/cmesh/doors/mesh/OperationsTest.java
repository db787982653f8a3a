package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractCommands;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, names, permissions, contracts, administration. */
class OperationsTest {
  private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
  private static final String STEP = "/session/" + FakeNode.SESSION;

  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private HttpResponse<String> anonymous(String path, String body) {
    return open.send(
        open.request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aSessionTakesItsFourSteps() {
    assertThat(anonymous("/session", "{\"did\":\"" + DID + "\"}").body())
        .isEqualTo(
            "{\"id\":\""
                + FakeNode.SESSION
                + "\",\"nonce\":\"AQI\",\"node\":\"did:key:zNode\",\"signature\":\"_w\"}");
    assertThat(anonymous(STEP + "/answer", "{\"signature\":\"AQ\"}").body())
        .isEqualTo("{\"nonce\":\"Aw\",\"rights\":[\"read\"],\"signature\":\"_g\"}");
    assertThat(anonymous(STEP + "/consent", "{\"signature\":\"Ag\"}").body())
        .isEqualTo("{\"token\":\"t\",\"renew\":\"r\",\"expires\":\"2026-01-01T00:00:00Z\"}");
    assertThat(open.node.calls)
        .containsExactly(
            "call " + DID,
            "answer " + FakeNode.SESSION + " 01",
            "consent " + FakeNode.SESSION + " 02");
  }

  @Test
  void aSessionIsRenewedAndEnded() {
    assertThat(anonymous("/session/renew", "{\"renew\":\"renewal\"}").statusCode()).isEqualTo(200);
    assertThat(anonymous("/session/renew", "{\"renew\":\"other\"}").statusCode()).isEqualTo(401);
    HttpResponse<String> ended = open.send("DELETE", "alice", "/session", "");
    assertThat(ended.body()).isEqualTo("{}");
    assertThat(open.node.calls).contains("end alice");
    assertThat(open.send(open.request("/session").DELETE()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}", "{\"did\":1}", "{\"did\":\"a\",\"did\":\"b\"}", "{} {}"})
  void aBodyWithoutADidIs400(String body) {
    HttpResponse<String> answer = anonymous("/session", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("CMESH-DOR-003");
  }

  @Test
  void aBrowsersFormOpensNoSession() {
    HttpResponse<String> answer =
        open.send(
            open.request("/session")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"did\":\"" + DID + "\"}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(open.node.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/session/x/answer", "/session/nothing", "/session/-/consent"})
  void aStepOfNoSessionIs404(String path) {
    assertThat(anonymous(path, "{\"signature\":\"AQ\"}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/names",
        "/names/a.mcom",
        "/names/a.mcom/transfer",
        "/contracts",
        "/permissions",
        "/streams",
        "/events/demo",
        "/admin/backup",
        "/admin/restore",
        "/admin/tokens/rotate",
        "/admin/roles/state/swap",
        "/mesh/0xI:whoami"
      })
  void whoHasNoTokenIsNotToldWhichMethodIsRight(String path) {
    HttpResponse<String> answer =
        open.send(open.request(path).method("PATCH", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void namesAreListedInPages() {
    for (String name : new String[] {"Alpha.mcom", "beta.mcom", "gamma.mcom"}) {
      NameRecord record = new NameRecord(name, "0xS:0x001", DID, 0, 5);
      open.node.view.put(Names.NAMESPACE, Names.key(name), Names.encode(record), 5);
    }
    assertThat(open.get("/names?from=BETA&limit=1").body())
        .isEqualTo(
            "{\"names\":[{\"name\":\"beta.mcom\",\"target\":\"0xS:0x001\",\"owner\":\""
                + DID
                + "\",\"registeredAt\":\"1970-01-01T00:00:00Z\",\"index\":5}]}");
    assertThat(open.get("/names?limit=0").statusCode()).isEqualTo(400);
    assertThat(open.get("/names?limit=99999").statusCode()).isEqualTo(400);
  }

  @Test
  void aNameIsTransferredAndReleased() {
    HttpResponse<String> answer =
        open.send("POST", "alice", "/names/a.mcom/transfer", "{\"owner\":\"" + DID + "\"}");
    assertThat(answer.body()).contains("\"version\":\"CMTP/0\"").contains("\"status\":200");
    assertThat(NameCommands.transfer(open.node.draft.body()))
        .isEqualTo(new NameCommands.Transfer("a.mcom", DID));
    open.send("DELETE", "alice", "/names/a%2Emcom", "");
    assertThat(NameCommands.release(open.node.draft.body())).isEqualTo("a.mcom");
  }

  @Test
  void aCodeIsDeployed() {
    open.send(
        "POST",
        "alice",
        "/contracts",
        "{\"address\":\"0x001\",\"code\":\"AGFzbQ\",\"label\":\"counter\"}");
    assertThat(ContractCommands.deployment(open.node.draft.body()))
        .isEqualTo(new ContractCommands.Deployment("0x001", Bytes.hex("0061736d"), "counter"));
  }

  @ParameterizedTest
  @CsvSource({"001,AQ", "0x,AQ", "0xzz,AQ", "0x1,*"})
  void aBadAddressOrCodeIs400(String address, String code) {
    String body = "{\"address\":\"" + address + "\",\"code\":\"" + code + "\"}";
    assertThat(open.send("POST", "alice", "/contracts", body).statusCode()).isEqualTo(400);
  }

  @Test
  void whoHasNoSessionLearnsNothingOfTheirBodysMistakes() {
    assertThat(anonymous("/contracts", "{").statusCode()).isEqualTo(401);
    assertThat(anonymous("/permissions", "{").statusCode()).isEqualTo(401);
  }

  @Test
  void rulesAreGrantedRevokedAndRefusedWhenTheyAreNone() {
    String rule =
        "{\"subject\":\"" + DID + "\",\"pattern\":\"0xS:0x001:*\",\"verbs\":[\"read\",\"write\"]}";
    assertThat(open.send("POST", "alice", "/permissions", rule).statusCode()).isEqualTo(200);
    assertThat(open.node.draft.type()).isEqualTo("permission.grant/1");
    assertThat(open.send("DELETE", "alice", "/permissions", rule).statusCode()).isEqualTo(200);
    assertThat(open.node.draft.type()).isEqualTo("permission.revoke/1");
    assertThat(open.send("POST", "alice", "/permissions", rule.replace("read", "own")).statusCode())
        .isEqualTo(400);
    assertThat(
            open.send("POST", "alice", "/permissions", rule.replace("\"read\",\"write\"", ""))
                .statusCode())
        .isEqualTo(400);
    assertThat(open.get("/permissions?subject=" + DID).body()).isEqualTo("{\"rules\":[]}");
  }

  @Test
  void theStatusIsOpenAndTheRestIsTheOperators() {
    assertThat(open.send(open.request("/admin/status")).body())
        .contains("\"did\":\"did:key:zNode\"")
        .contains("\"health\":{\"grade\":\"OK\",\"text\":\"\"}")
        .contains("\"role\":\"state\"");
    for (String path : new String[] {"/admin/roles", "/admin/providers"}) {
      assertThat(open.send(open.request(path)).statusCode()).isEqualTo(401);
      assertThat(open.get(path).statusCode()).isEqualTo(403);
      assertThat(open.send(open.as("operator", path)).body()).contains("rocksdb");
    }
  }

  @Test
  void providersThatASwapWouldInstallAreToldToo() {
    assertThat(open.send(open.as("operator", "/admin/providers")).body())
        .contains("\"name\":\"rocksdb\",\"version\":\"0.1.0\",\"installed\":true")
        .contains("{\"role\":\"state\",\"name\":\"memory\",\"installed\":false,\"active\":false}");
  }

  @Test
  void theOperatorSwapsBacksUpAndRotates() {
    String swap = "/admin/roles/state/swap";
    assertThat(open.send("POST", "operator", swap, "{\"provider\":\"memory\"}").body())
        .contains("\"role\":\"state\"");
    assertThat(open.send("POST", "operator", "/admin/backup", "{\"file\":\"/b/x\"}").body())
        .isEqualTo("{\"index\":7}");
    open.send("POST", "operator", "/admin/restore", "{\"file\":\"/b/x\"}");
    open.send("POST", "operator", "/admin/tokens/rotate", "");
    assertThat(open.node.calls)
        .containsExactly("swap state memory", "backup /b/x", "restore /b/x", "rotate");
  }

  @Test
  void nobodyElseMay() {
    for (String path :
        new String[] {
          "/admin/roles/state/swap", "/admin/backup", "/admin/restore", "/admin/tokens/rotate"
        }) {
      assertThat(open.send("POST", "alice", path, "{\"file\":\"/x\"}").statusCode()).isEqualTo(403);
    }
    assertThat(open.node.calls).isEmpty();
  }

  @Test
  void aRelativeFileOrAnUnknownRoleIsRefused() {
    assertThat(open.send("POST", "operator", "/admin/backup", "{\"file\":\"b\"}").statusCode())
        .isEqualTo(400);
    assertThat(
            open.send("POST", "operator", "/admin/roles/none/swap", "{\"provider\":\"x\"}")
                .statusCode())
        .isEqualTo(404);
  }
}
