package io.cmesh.tck.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.router.Hop;
import io.cmesh.api.router.Route;
import io.cmesh.api.router.Router;
import io.cmesh.tck.ProviderKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of the router role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory.
 */
@DisplayName("The router role")
public abstract class RouterKit extends ProviderKit<Router> {
  private final Map<String, String> targets = new HashMap<>();
  private TestOpening opening;
  private Instance<Router> instance;

  /** Of the router role. */
  protected RouterKit() {
    super(Role.ROUTER);
  }

  @Override
  protected abstract ProviderFactory<Router> factory();

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    settings().forEach(opening::set);
    instance = factory().open(opening.opening());
    targets.put("helloworld.mcom", "0xS:0x001");
    targets.put("example.mcom", "0xS:0x001:hello_world");
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  @DisplayName("leaves what has no names in it as it is")
  void whatHasNoNamesIsItsOwnRoute() {
    stays("0xS:0x001:hello_world");
    stays("0xSW:0x001:hello_world:value");
    stays("0xE:demo.a:read");
    stays("0xEW:demo.a:1");
    stays("0xE:0xR:Registered");
    stays("0xC:group:members");
    stays("0xI:whoami");
    stays("0xI:can:0xS:0x001:f");
    stays("0xRW:new.mcom:0xS:0x001");
  }

  @Test
  @DisplayName("replaces a name by its target")
  void aNameIsReplacedByItsTarget() {
    Route route = route("0xR:Example.mcom");

    assertThat(route.resolved().text()).isEqualTo("0xS:0x001:hello_world");
    assertThat(route.asked().text()).isEqualTo("0xR:Example.mcom");
    assertThat(route.hops()).containsExactly(new Hop("Example.mcom", "0xS:0x001:hello_world"));
  }

  @Test
  @DisplayName("appends what is left of the address")
  void whatIsLeftIsAppended() {
    resolves("0xR:helloWorld.mcom:hello_world", "0xS:0x001:hello_world");
    resolves("0xR:helloWorld.mcom:f:[\"a:b\"]", "0xS:0x001:f:[\"a:b\"]");
    resolves("0xR:example.mcom:[\"Dexter\"]", "0xS:0x001:hello_world:[\"Dexter\"]");
    targets.put("chan.mcom", "0xE:demo.a");
    resolves("0xR:chan.mcom", "0xE:demo.a");
    resolves("0xR:chan.mcom:info", "0xE:demo.a:info");
    targets.put("args.mcom", "0xR:helloWorld.mcom:[1]");
    resolves("0xR:args.mcom:f", "0xS:0x001:f:[1]");
  }

  @Test
  @DisplayName("lets a name that ends at a bare contract stand")
  void aNameOfABareContractStands() {
    resolves("0xR:helloWorld.mcom", "0xR:helloWorld.mcom");
    targets.put("a.mcom", "0xR:helloWorld.mcom");
    resolves("0xR:a.mcom", "0xR:helloWorld.mcom");
    assertThat(route("0xR:a.mcom").hops()).hasSize(2);
  }

  @Test
  @DisplayName("puts the address in place of a contract's name")
  void aContractsNameBecomesItsAddress() {
    resolves("0xS:helloWorld.mcom:key", "0xS:0x001:key");
    resolves("0xSW:helloWorld.mcom:key:value", "0xSW:0x001:key:value");
    resolves("0xSW:helloWorld.mcom:key:a:b", "0xSW:0x001:key:a:b");
    targets.put("a.mcom", "0xR:helloWorld.mcom");
    resolves("0xS:a.mcom:key", "0xS:0x001:key");
    targets.put("b.mcom", "0xS:a.mcom");
    resolves("0xS:b.mcom:key", "0xS:0x001:key");
    resolves("0xR:b.mcom:key", "0xS:0x001:key");
  }

  @Test
  @DisplayName("takes three hops and no fourth, and shows the path")
  void atMostThreeHops() {
    targets.put("one.mcom", "0xR:two.mcom");
    targets.put("two.mcom", "0xR:three.mcom");
    targets.put("three.mcom", "0xS:0x001:f");
    targets.put("zero.mcom", "0xR:one.mcom");

    assertThat(route("0xR:one.mcom").hops()).hasSize(3);
    MeshException e = refused("0xR:zero.mcom", Status.BAD_REQUEST);
    assertThat(e.text()).contains("zero.mcom", "one.mcom", "two.mcom", "three.mcom");
  }

  @Test
  @DisplayName("ends at a loop, and shows the path")
  void aLoopIsShown() {
    targets.put("a.mcom", "0xR:B.mcom");
    targets.put("b.mcom", "0xR:A.mcom");
    targets.put("self.mcom", "0xS:self.mcom");

    assertThat(refused("0xR:a.mcom", Status.BAD_REQUEST).text()).contains("a.mcom", "B.mcom");
    refused("0xS:a.mcom:f", Status.BAD_REQUEST);
    refused("0xR:self.mcom:f", Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("refuses what both name and call bring")
  void whatBothBringIsRefused() {
    targets.put("args.mcom", "0xS:0x001:f:[1]");

    refused("0xR:example.mcom:other", Status.BAD_REQUEST);
    refused("0xR:args.mcom:[2]", Status.BAD_REQUEST);
    refused("0xS:example.mcom:other", Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("refuses arguments without a function")
  void argumentsNeedAFunction() {
    refused("0xR:helloWorld.mcom:[1]", Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("refuses a contract whose name stands for something else")
  void aChannelIsNoContract() {
    targets.put("chan.mcom", "0xE:demo.a");

    refused("0xS:chan.mcom:key", Status.BAD_REQUEST);
    refused("0xR:chan.mcom:other", Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("does not find an unknown name")
  void anUnknownNameIsNotFound() {
    refused("0xR:nobody.mcom", Status.NOT_FOUND);
    refused("0xS:nobody.mcom:key", Status.NOT_FOUND);
    targets.put("a.mcom", "0xR:nobody.mcom");
    refused("0xR:a.mcom", Status.NOT_FOUND);
  }

  @Test
  @DisplayName("passes a lookup's refusal on")
  void aLookupsRefusalIsPassedOn() {
    MeshException wrong = new MeshException(Status.NOT_FOUND, "TCK-1", "no such suffix");
    MeshException e =
        catchThrowableOfType(
            MeshException.class,
            () ->
                instance
                    .service()
                    .route(
                        Fqmn.parse("0xR:a.com"),
                        name -> {
                          throw wrong;
                        }));

    assertThat(e).isSameAs(wrong);
  }

  @Test
  @DisplayName("forbids the contract runtime to everybody outside")
  void theRuntimeIsForbidden() {
    refused("0xA:~4.1.3:0x001:f", Status.FORBIDDEN);
    refused("0xP:" + self() + ":0xA:~4.1.3:0x001:f", Status.FORBIDDEN);
  }

  @Test
  @DisplayName("serves what is asked of its own node, and does not find an unknown one")
  void itsOwnNodeIsServedHere() {
    resolves("0xP:" + self() + ":0xS:0x001:f", "0xS:0x001:f");
    resolves("0xP:" + self() + ":0xR:example.mcom", "0xS:0x001:hello_world");
    targets.put("proxy.mcom", "0xP:" + self() + ":0xS:0x001");
    resolves("0xR:proxy.mcom:f:[1]", "0xS:0x001:f:[1]");
    refused("0xP:no-such-node:0xS:0x001:f", Status.NOT_FOUND);
    refused("0xR:proxy.mcom", Status.BAD_REQUEST);
  }

  @Test
  @DisplayName("resolves what is asked about")
  void whatIsAskedAboutIsResolved() {
    resolves("0xI:can:0xR:example.mcom", "0xI:can:0xS:0x001:hello_world");
    resolves("0xI:can:0xSW:helloWorld.mcom:k:v", "0xI:can:0xSW:0x001:k:v");
    stays("0xI:can:0xA:1:0x001:f");
  }

  private String self() {
    return opening.opening().transport().self();
  }

  private Route route(String fqmn) {
    return instance.service().route(Fqmn.parse(fqmn), this::find);
  }

  private Optional<NameRecord> find(String name) {
    String target = targets.get(name.toLowerCase(Locale.ROOT));
    return target == null
        ? Optional.empty()
        : Optional.of(new NameRecord(name, target, "did:key:zAlice", 1, 1));
  }

  private void resolves(String fqmn, String resolved) {
    assertThat(route(fqmn).resolved()).isEqualTo(Fqmn.parse(resolved));
  }

  private void stays(String fqmn) {
    resolves(fqmn, fqmn);
    assertThat(route(fqmn).hops()).isEmpty();
  }

  private MeshException refused(String fqmn, Status status) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> route(fqmn));
    assertThat(e).as(fqmn).isNotNull();
    assertThat(e.status()).as(fqmn).isEqualTo(status);
    return e;
  }
}
