package io.cmesh.cmtp;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import io.cmesh.cmtp.internal.JsonMessageReader;
import io.cmesh.cmtp.internal.JsonMessageWriter;
import io.cmesh.cmtp.internal.Refusal;

/**
 * The message as JSON, for people: {@code docs/reference/cmtp.md} shows it. The payload stands in
 * it as it is; hashes are base64url without padding.
 */
public final class MessageJson implements MessageCodec {
  /** What this codec writes. */
  public static final String MEDIA_TYPE = "application/cmtp+json";

  @Override
  public String mediaType() {
    return MEDIA_TYPE;
  }

  @Override
  public Bytes encode(Message message) {
    return JsonMessageWriter.write(message);
  }

  @Override
  public Message decode(Bytes bytes) {
    if (bytes.size() > MAX_BYTES) {
      throw Refusal.tooLong(bytes.size(), MAX_BYTES);
    }
    return JsonMessageReader.read(bytes);
  }
}
