package io.cmesh.kernel.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.support.FakeProvider;
import io.cmesh.kernel.support.FakeStore;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningsTest {
  @TempDir Path home;

  private final Providers providers = new Providers();

  private RoleInstance open(Role role, String name) {
    return Roles.openings(providers, home, new StepScheduler()).open(role, name, "state-a-1");
  }

  private void provide(String name, Function<Opening, FakeStore> open) {
    providers.add(new FakeProvider<>(Role.STATE, name, open));
  }

  private MeshException refusal(String name) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> open(Role.STATE, name));
    assertThat(e).isNotNull();
    return e;
  }

  @Test
  void anInstanceIsOpenedInADirectoryOfItsOwnBelowTheHome() {
    List<Opening> openings = new ArrayList<>();
    provide(
        "a",
        opening -> {
          openings.add(opening);
          return new FakeStore();
        });

    RoleInstance instance = open(Role.STATE, "a");

    assertThat(openings.get(0).dir()).isEqualTo(home.resolve("data/state-a-1")).isDirectory();
    assertThat(openings.get(0).settings().pid()).isEqualTo("io.cmesh.state.a");
    assertThat(instance.life().state()).isEqualTo(Life.State.READY);
    assertThat(instance.role()).isEqualTo(Role.STATE);
  }

  @Test
  void aProviderThatIsNotInstalledIsNamedWithThoseThatAre() {
    provide("a", opening -> new FakeStore());
    provide("b", opening -> new FakeStore());

    MeshException e = refusal("c");

    assertThat(e.code()).isEqualTo("CMESH-ASM-002");
    assertThat(e.status()).isEqualTo(Status.NOT_FOUND);
    assertThat(e.text()).contains("provider c of role state").contains("a, b");
  }

  @Test
  void aProvidersOwnRefusalIsPassedOn() {
    MeshException own = new MeshException(Status.INTERNAL, "CMESH-TST-008", "the file is damaged");
    provide(
        "a",
        opening -> {
          throw own;
        });

    assertThat(refusal("a")).isSameAs(own);
  }

  @Test
  void anyOtherFailureNamesTheProviderAndItsSettings() {
    provide(
        "a",
        opening -> {
          throw new IllegalStateException("boom");
        });

    MeshException e = refusal("a");

    assertThat(e.code()).isEqualTo("CMESH-ASM-005");
    assertThat(e.text()).contains("a/1.0.0", "state", "boom");
    assertThat(e.hint().orElseThrow()).contains("io.cmesh.state.a");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Files.writeString(home.resolve("data"), "a file where a directory should be");
    provide("a", opening -> new FakeStore());

    MeshException e = refusal("a");

    assertThat(e.code()).isEqualTo("CMESH-ASM-006");
    assertThat(e.text()).contains("state-a-1");
  }

  @Test
  void providersAreListedByRoleAndName() {
    FakeProvider<FakeStore> b = new FakeProvider<>(Role.STATE, "b", o -> new FakeStore());
    providers.add(new FakeProvider<>(Role.ROUTER, "a", o -> new Object()));
    providers.add(b);
    provide("a", o -> new FakeStore());

    assertThat(providers.all()).extracting(Descriptor::name).containsExactly("a", "b", "a");
    assertThat(providers.find(Role.STATE, "b")).isPresent();
    providers.remove(b);
    assertThat(providers.find(Role.STATE, "b")).isEmpty();
    assertThat(providers.find(Role.IAM, "a")).isEmpty();
  }
}
