package io.cmesh.client.cli;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the node's own home vouch for its DID. Whoever sets a node up anew on his own machine would
 * otherwise be told that somebody is between, each time; a home that its owner alone can write says
 * better who the node is than a pin does.
 */
final class HomePin {
  private HomePin() {}

  /** What is known of a node; forgotten where the home vouches for another DID than the pin. */
  static KnownNode checked(KnownNode known, MeshClient client, Context context) {
    if (known.did().isEmpty() || !isHere(client)) {
      return known;
    }
    Optional<String> vouched = didOf(context.home());
    if (vouched.isEmpty() || known.did().equals(vouched)) {
      return known;
    }
    context.say("The node of " + context.home() + " is a new one: its DID is pinned anew.");
    return KnownNode.of(known.url(), Doc.of(Map.of("did", vouched.get())));
  }

  private static boolean isHere(MeshClient client) {
    try {
      return InetAddress.getByName(client.node().getHost()).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** The DID of the node's key in a home, which only the node's user can read. */
  static Optional<String> didOf(Path home) {
    try {
      Doc jwk = Doc.parse(Files.readAllBytes(home.resolve("data/keys/node.key")));
      return Optional.of(
          DidKey.encode(Bytes.wrap(Base64.getUrlDecoder().decode(jwk.require("x")))));
    } catch (IOException | IllegalArgumentException | MeshException e) {
      // Not there, not ours, or not a key: then it vouches for nobody.
      return Optional.empty();
    }
  }
}
