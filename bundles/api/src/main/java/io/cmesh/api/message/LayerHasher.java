package io.cmesh.api.message;

import io.cmesh.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hashes what goes into layers. Implemented by {@code bundles/cmtp}; the kernel reaches it through
 * here.
 *
 * <p>Thread-safe, and quick: a request passes here six times or more.
 */
@ProviderType
public interface LayerHasher {
  /**
   * The hash that starts a message's chain: SHA-256 of its version, id, fqmn and the salted hashes
   * of its token and payload.
   *
   * @param salt 16 random bytes, kept in the answer's {@code salt} header, so that a published log
   *     reveals nothing to those who lack the message
   */
  Bytes seed(Message request, Bytes salt);

  /** SHA-256 of the salt and {@code content}. */
  Bytes salted(Bytes salt, Bytes content);

  /** SHA-256 of {@code bytes}. */
  Bytes hash(Bytes bytes);

  /** SHA-256 of the UTF-8 form of {@code text}. */
  Bytes hash(String text);

  /**
   * A layer whose hash covers all its fields and {@code previous}, the hash before it in the chain.
   */
  Layer layer(
      Bytes previous,
      String step,
      String role,
      String provider,
      long startNanos,
      long endNanos,
      Status outcome,
      Bytes given,
      Bytes made);
}
