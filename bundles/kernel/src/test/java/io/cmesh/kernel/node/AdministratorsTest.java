package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.provider.Role;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what the operator does. */
class AdministratorsTest {
  private static final Principal OPERATOR = Principal.operator("did:key:operator");

  @TempDir Path home;
  private TestNode node;
  private TestNode.Person ann;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home, "state = memory");
    ann = node.person();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static Rule rule(String did, String pattern) {
    return new Rule(did, FqmnPattern.parse(pattern), Set.of(Verb.ADMINISTER));
  }

  private void granted(String did, String pattern) throws Exception {
    Message request = Message.request(TestNode.newId(), "", null);
    Origin origin = new Origin("test", "", OPERATOR, null);
    Message answer =
        TestNode.get(
            node.node
                .dispatcher()
                .order(
                    request,
                    origin,
                    "permission.grant",
                    (by, view) -> PermissionCommands.grant(rule(did, pattern))));
    assertThat(answer.status()).isEqualTo(Status.OK);
  }

  private Principal who() {
    return node.node.admin().authenticate(ann.token);
  }

  private void refused(String operation) {
    assertThatThrownBy(() -> node.node.admin().requireAdministrator(who(), operation))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-KRN-019");
              assertThat(e.hint().orElse("")).contains("administer '0xI:admin:" + operation + "'");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "0xI:**", "0xI:*:backup", "*:**", "0xS:**"})
  void whoAdministersByAWideRuleIsNoOperator(String pattern) throws Exception {
    granted(ann.did, pattern);

    for (String operation : new String[] {"read", "swap", "backup", "restore", "tokens", "mine"}) {
      refused(operation);
    }
    assertThatThrownBy(() -> TestNode.get(node.node.admin().backup(home.resolve("stolen"), who())))
        .isInstanceOf(MeshException.class);
    assertThat(home.resolve("stolen")).doesNotExist();
    assertThat(ann.grant(rule(ann.did, "0xI:admin:backup")).status()).isEqualTo(Status.FORBIDDEN);
    assertThat(ann.grant(rule(ann.did, "0xI:admin:**")).status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void whoIsNamedForAnOperationMayDoThatOneAndNameOthers() throws Exception {
    granted(ann.did, "0xI:admin:backup");

    TestNode.get(node.node.admin().backup(home.resolve("backup"), who()));
    refused("restore");
    assertThatThrownBy(() -> node.node.admin().swap(Role.STATE, "rocksdb", who()))
        .isInstanceOf(MeshException.class);
    TestNode.Person bob = node.person();
    assertThat(ann.grant(rule(bob.did, "0xI:admin:backup")).status()).isEqualTo(Status.OK);
    assertThat(ann.grant(rule(bob.did, "0xI:admin:*")).status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void whoIsNamedForAllMayDoAll() throws Exception {
    granted(ann.did, "0xI:admin:**");

    assertThatCode(() -> node.node.admin().requireAdministrator(who(), "restore"))
        .doesNotThrowAnyException();
    assertThatCode(() -> node.node.admin().requireOperator(who())).doesNotThrowAnyException();
  }
}
