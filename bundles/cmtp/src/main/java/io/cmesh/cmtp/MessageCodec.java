package io.cmesh.cmtp;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns a message into bytes and back: {@link MessageJson} for people, {@link MessageCbor} for the
 * wire.
 *
 * <p>Thread-safe. Nobody's input crashes a codec: whatever is not a message is refused with a
 * {@link io.cmesh.api.error.MeshException} that names the byte offset, of status 400, or 413 for
 * more than {@link #MAX_BYTES}. Both codecs refuse duplicate keys, unknown fields, truncated or
 * trailing bytes, invalid UTF-8, and payloads nested deeper than {@link #MAX_DEPTH}.
 */
@ProviderType
public interface MessageCodec {
  /** The longest message, in bytes: 1 MiB. */
  int MAX_BYTES = 1 << 20;

  /** How deep the arrays and objects of a payload may nest. */
  int MAX_DEPTH = 64;

  /** The media type of the form, as {@code application/cmtp+json}. */
  String mediaType();

  /**
   * The bytes of a message.
   *
   * @throws io.cmesh.api.error.MeshException 500 where the payload is no JSON text
   */
  Bytes encode(Message message);

  /** The message that {@code bytes} are the form of. */
  Message decode(Bytes bytes);
}
