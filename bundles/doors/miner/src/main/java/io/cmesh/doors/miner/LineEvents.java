package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.NewEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The events of a mined line, with JSON payloads:
 *
 * <ul>
 *   <li>{@code events.requests} on intake: {@code {"tx", "id", "fqmn"}}
 *   <li>{@code events.responses.<tx>}: {@code {"id", "status", "body"}}
 *   <li>{@code events.mined.<tx>} once the answer is on disk: {@code "<request hash>.<response
 *       hash>"}, SHA-256 in hex of {@code id;fqmn} and of {@code id;fqmn;status;body} as they stand
 *       in the response file
 *   <li>{@code events.confirmed.<tx>}: the number of confirmations
 * </ul>
 *
 * Not thread-safe.
 */
final class LineEvents {
  /** An event's payload may be 1 MiB; a body near that is left out of it. */
  private static final int MOST_BODY = (1 << 20) - 1024;

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static NewEvent requested(long transaction, RequestLine line) {
    StringBuilder json = new StringBuilder(line.fqmn().length() + 64);
    json.append("{\"tx\":\"").append(Long.toUnsignedString(transaction));
    json.append("\",\"id\":").append(line.id()).append(",\"fqmn\":");
    quote(json, line.fqmn());
    return NewEvent.of("events.requests", Bytes.utf8(json.append('}').toString()));
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(HEX.toHexDigits((byte) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  static List<NewEvent> answered(Group group) {
    List<NewEvent> events = new ArrayList<>(group.lines().size());
    for (Group.Line line : group.lines()) {
      events.add(NewEvent.of(subject("events.responses.", line), response(group.bytes(), line)));
    }
    return events;
  }

  private static Bytes response(byte[] bytes, Group.Line line) {
    int length = line.end() - line.bodyStart();
    boolean fits = length <= MOST_BODY;
    String head =
        "{\"id\":" + line.id() + ",\"status\":" + line.status() + (fits ? ",\"body\":" : "");
    byte[] payload = new byte[head.length() + (fits ? length : 0) + 1];
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, payload, 0, start.length);
    if (fits) {
      System.arraycopy(bytes, line.bodyStart(), payload, head.length(), length);
    }
    payload[payload.length - 1] = '}';
    return Bytes.wrap(payload);
  }

  NewEvent mined(Group group, Group.Line line) {
    byte[] bytes = group.bytes();
    String request = hash(bytes, line.start(), line.fqmnEnd());
    String response = hash(bytes, line.start(), line.end());
    return NewEvent.of(
        subject("events.mined.", line), Bytes.utf8('"' + request + '.' + response + '"'));
  }

  private String hash(byte[] bytes, int from, int to) {
    digest.update(bytes, from, to - from);
    return HEX.formatHex(digest.digest());
  }

  static NewEvent confirmed(Group.Line line, int confirmations) {
    return NewEvent.of(
        subject("events.confirmed.", line), Bytes.utf8(Integer.toString(confirmations)));
  }

  private static String subject(String prefix, Group.Line line) {
    return prefix + Long.toUnsignedString(line.transaction());
  }
}
