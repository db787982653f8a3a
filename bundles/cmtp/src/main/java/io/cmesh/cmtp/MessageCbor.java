package io.cmesh.cmtp;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import io.cmesh.cmtp.internal.CborMessageReader;
import io.cmesh.cmtp.internal.CborMessageWriter;
import io.cmesh.cmtp.internal.Refusal;

/**
 * The message as deterministic CBOR (RFC 8949 §4.2.1), for the wire: one message has exactly one
 * form, any other is refused. {@code docs/reference/cmtp.md} gives the fields; the payload is
 * translated from and to JSON.
 */
public final class MessageCbor implements MessageCodec {
  /** What this codec writes. */
  public static final String MEDIA_TYPE = "application/cmtp+cbor";

  @Override
  public String mediaType() {
    return MEDIA_TYPE;
  }

  @Override
  public Bytes encode(Message message) {
    return CborMessageWriter.write(message);
  }

  @Override
  public Message decode(Bytes bytes) {
    if (bytes.size() > MAX_BYTES) {
      throw Refusal.tooLong(bytes.size(), MAX_BYTES);
    }
    return CborMessageReader.read(bytes);
  }
}
