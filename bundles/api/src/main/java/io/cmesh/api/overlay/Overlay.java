package io.cmesh.api.overlay;

import io.cmesh.api.Bytes;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** The encrypted network between nodes. Thread-safe. */
@ConsumerType
public interface Overlay {
  /** This node's address on it, once it is up. */
  Optional<InetAddress> address();

  /** Names of the peers that can be reached now. */
  List<String> peers();

  /** Takes a new certificate and key reference into use without dropping tunnels. */
  void renew(Bytes certificate, String keyName);
}
