package io.cmesh.tck.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.overlay.Overlay;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.ProviderKit;
import io.cmesh.tck.support.TestOpening;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of the overlay role must do on a node that is alone; the sentences are the
 * specification. What needs peers is for tests of the provider's own.
 *
 * <p>A provider's test extends this class, and brings its factory and certificates.
 */
@DisplayName("The overlay role")
public abstract class OverlayKit extends ProviderKit<Overlay> {
  private TestOpening opening;
  private Opening made;
  private Instance<Overlay> instance;
  private Overlay overlay;

  /** Of the overlay role. */
  protected OverlayKit() {
    super(Role.OVERLAY);
  }

  /** A certificate, and the key that it is for. */
  public record Renewal(Bytes certificate, String keyName) {}

  @Override
  protected abstract ProviderFactory<Overlay> factory();

  /** One that can be taken into use; empty where the overlay has no certificates. */
  protected abstract Optional<Renewal> renewal();

  /** Ones that cannot. */
  protected List<Renewal> badRenewals() {
    return List.of(new Renewal(Bytes.EMPTY, "key"), new Renewal(Bytes.utf8("nonsense"), "key"));
  }

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    settings().forEach(opening::set);
    made = opening.opening();
    instance = factory().open(made);
    overlay = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  @DisplayName("has one address, once it has one")
  void theAddressStays() {
    Optional<InetAddress> address = overlay.address();
    assumeTrue(address.isPresent(), "it gives the node no address");

    assertThat(overlay.address()).isEqualTo(address);
  }

  @Test
  @DisplayName("reaches no peer where there is none, and never itself")
  void aLoneNodeHasNoPeers() {
    assertThat(overlay.peers()).doesNotContain(made.transport().self()).isEmpty();
  }

  @Test
  @DisplayName("takes a new certificate into use and keeps its address")
  void aRenewalKeepsTheAddress() {
    Optional<Renewal> given = renewal();
    assumeTrue(given.isPresent(), "it has no certificates");
    Renewal renewal = given.orElseThrow();
    Optional<InetAddress> before = overlay.address();

    overlay.renew(renewal.certificate(), renewal.keyName());

    assertThat(overlay.address()).isEqualTo(before);
  }

  @Test
  @DisplayName("refuses a certificate it cannot use, and goes on with the one it has")
  void aBadCertificateIsRefused() {
    Optional<InetAddress> before = overlay.address();

    for (Renewal each : badRenewals()) {
      assertThatThrownBy(() -> overlay.renew(each.certificate(), each.keyName()))
          .isInstanceOf(MeshException.class);
    }
    assertThat(overlay.address()).isEqualTo(before);
  }
}
