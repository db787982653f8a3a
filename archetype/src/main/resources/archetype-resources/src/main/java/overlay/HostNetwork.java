package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.overlay.Overlay;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The host's own network: its address is the loopback one, it has no peers of its own and nothing
 * is encrypted. Put your tunnels in its place.
 */
final class HostNetwork implements Overlay, Instance<Overlay> {
  private final InetAddress address = InetAddress.getLoopbackAddress();

  @Override
  public Optional<InetAddress> address() {
    return Optional.of(address);
  }

  @Override
  public List<String> peers() {
    return List.of();
  }

  /** There is nothing that a certificate would be for. */
  @Override
  public void renew(Bytes certificate, String keyName) {
    throw new MeshException(
        Status.CONFLICT,
        "${name.toUpperCase()}-001",
        "overlay/${name} has no certificates (expected: no renewal)",
        "Choose an overlay that has them");
  }

  @Override
  public Overlay service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.warn("overlay/${name} encrypts nothing: the host's own network is used");
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
