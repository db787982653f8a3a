package io.cmesh.cmtp;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.message.Status;
import io.cmesh.cmtp.internal.CborWriter;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Layer hashes by SHA-256 over deterministic CBOR arrays; {@code docs/reference/cmtp.md} gives the
 * exact preimages.
 *
 * <p>Thread-safe: each thread has a digest and a buffer of its own.
 */
@Component(service = LayerHasher.class)
public final class Sha256LayerHasher implements LayerHasher {
  private static final int HASH_BYTES = 32;
  private static final int BUFFER_BYTES = 1024;

  // Only types of the JDK hang on threads that outlive this bundle: no class loader leaks with
  // them.
  private final ThreadLocal<MessageDigest> digests =
      ThreadLocal.withInitial(Sha256LayerHasher::sha256);
  private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[BUFFER_BYTES]);

  /** A hasher that needs nothing. */
  @Activate
  public Sha256LayerHasher() {}

  @Override
  public Bytes seed(Message request, Bytes salt) {
    CborWriter out = new CborWriter(buffers.get());
    out.array(5);
    out.text(Message.VERSION);
    out.bytes(MessageId.bytes(request.id()));
    out.text(request.fqmn());
    String token = request.token();
    saltedOrNull(out, salt, token == null ? Bytes.EMPTY : Bytes.utf8(token));
    saltedOrNull(out, salt, request.payload());
    return digest(out.buffer(), out.size());
  }

  private void saltedOrNull(CborWriter out, Bytes salt, Bytes content) {
    if (content.isEmpty()) {
      out.nothing();
    } else {
      out.bytes(salted(salt, content).unsafeArray());
    }
  }

  @Override
  public Bytes salted(Bytes salt, Bytes content) {
    MessageDigest digest = digests.get();
    digest.update(salt.unsafeArray());
    return finish(digest, content.unsafeArray(), content.size());
  }

  @Override
  public Bytes hash(Bytes bytes) {
    return digest(bytes.unsafeArray(), bytes.size());
  }

  @Override
  public Bytes hash(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return digest(utf8, utf8.length);
  }

  @Override
  public Layer layer(
      Bytes previous,
      String step,
      String role,
      String provider,
      long startNanos,
      long endNanos,
      Status outcome,
      Bytes given,
      Bytes made) {
    CborWriter out = new CborWriter(buffers.get());
    out.array(9);
    out.text(step);
    out.text(role);
    out.text(provider);
    out.integer(startNanos);
    out.integer(endNanos);
    out.integer(outcome.code());
    out.bytes(given.unsafeArray());
    out.bytes(made.unsafeArray());
    out.bytes(previous.unsafeArray());
    Bytes hash = digest(out.buffer(), out.size());
    return new Layer(step, role, provider, startNanos, endNanos, outcome, given, made, hash);
  }

  private Bytes digest(byte[] bytes, int size) {
    return finish(digests.get(), bytes, size);
  }

  private static Bytes finish(MessageDigest digest, byte[] bytes, int size) {
    byte[] hash = new byte[HASH_BYTES];
    try {
      digest.update(bytes, 0, size);
      digest.digest(hash, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 does not fit its 32 bytes", e);
    }
    return Bytes.wrap(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256; this one has not", e);
    }
  }
}
