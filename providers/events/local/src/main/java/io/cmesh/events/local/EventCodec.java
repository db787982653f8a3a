package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An event as a log record: time (8 bytes, milliseconds), length of the subject (2), length of the
 * id (1), subject, id, payload. The sequence is the record's number. Stateless.
 */
final class EventCodec {
  static final int HEAD = Long.BYTES + Short.BYTES + Byte.BYTES;
  private static final int SUBJECT_LENGTH = Long.BYTES;
  private static final int ID_LENGTH = Long.BYTES + Short.BYTES;

  private EventCodec() {}

  /** An event as a record; {@code subject} is 1 to 512 bytes, {@code id} up to 64. */
  static Bytes encode(long timeMillis, byte[] subject, Bytes id, Bytes payload) {
    byte[] record = new byte[HEAD + subject.length + id.size() + payload.size()];
    ByteBuffer into = ByteBuffer.wrap(record);
    into.putLong(timeMillis).putShort((short) subject.length).put((byte) id.size());
    into.put(subject).put(id.unsafeArray()).put(payload.unsafeArray());
    return Bytes.wrap(record);
  }

  /**
   * Bytes of the subject, which begin at {@link #HEAD}; throws {@link IllegalArgumentException}
   * where the record is no event.
   */
  static int subjectLength(Bytes record) {
    byte[] bytes = record.unsafeArray();
    int length =
        bytes.length < HEAD
            ? 0
            : ((bytes[SUBJECT_LENGTH] & 0xFF) << 8) | (bytes[SUBJECT_LENGTH + 1] & 0xFF);
    if (length == 0 || HEAD + length + (bytes[ID_LENGTH] & 0xFF) > bytes.length) {
      throw new IllegalArgumentException("a record of " + bytes.length + " bytes is no event");
    }
    return length;
  }

  /** The subject of a record. */
  static String subject(Bytes record) {
    int length = subjectLength(record);
    return new String(record.unsafeArray(), HEAD, length, StandardCharsets.UTF_8);
  }

  /** Reads a record; throws {@link IllegalArgumentException} where it is no event. */
  static Event decode(String stream, long sequence, Bytes record) {
    int idStart = HEAD + subjectLength(record);
    int payloadStart = idStart + (record.at(ID_LENGTH) & 0xFF);
    return new Event(
        stream,
        sequence,
        subject(record),
        record.longAt(0),
        record.slice(payloadStart, record.size()),
        record.slice(idStart, payloadStart));
  }
}
