package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * The commands on rules and the format of their bodies, which is the same for both: format version
 * 1 (one byte), verbs (one byte: bit 0 read, 1 write, 2 execute, 3 administer), the subject's
 * length (two bytes, big-endian) and the subject, then the pattern to the end, both in UTF-8.
 *
 * <p>Reading a malformed body throws {@link MeshException} 400 {@code CMESH-PRM-020}, a malformed
 * pattern as {@link FqmnPattern#parse} has it. Pure.
 */
public final class PermissionCommands {
  /** Adds a rule's verbs. */
  public static final String GRANT = "permission.grant/1";

  /** Takes a rule's verbs away. */
  public static final String REVOKE = "permission.revoke/1";

  /** The longest body. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final byte FORMAT = 1;
  private static final int HEAD_BYTES = 4;

  private PermissionCommands() {}

  /** The command that grants. */
  public static CommandDraft grant(Rule rule) {
    return new CommandDraft(GRANT, encode(rule));
  }

  /** The command that revokes. */
  public static CommandDraft revoke(Rule rule) {
    return new CommandDraft(REVOKE, encode(rule));
  }

  /** What a body of either command says. */
  public static Rule decode(Bytes body) {
    if (body.size() < HEAD_BYTES || body.size() > MAX_BYTES) {
      throw malformed(body.size() + " bytes (expected: 4 to " + MAX_BYTES + ")");
    }
    ByteBuffer b = body.toBuffer();
    byte format = b.get();
    if (format != FORMAT) {
      throw malformed("format " + format + " (expected: " + FORMAT + ")");
    }
    Set<Verb> verbs = verbs(b.get());
    int subject = Short.toUnsignedInt(b.getShort());
    if (subject > b.remaining()) {
      throw malformed("a subject of " + subject + " bytes (expected: <= " + b.remaining() + ")");
    }
    return new Rule(text(b, subject), FqmnPattern.parse(text(b, b.remaining())), verbs);
  }

  private static Bytes encode(Rule rule) {
    byte[] subject = rule.subject().getBytes(StandardCharsets.UTF_8);
    byte[] pattern = rule.pattern().text().getBytes(StandardCharsets.UTF_8);
    int size = HEAD_BYTES + subject.length + pattern.length;
    if (size > MAX_BYTES) {
      throw malformed(size + " bytes (expected: <= " + MAX_BYTES + ")");
    }
    return Bytes.wrap(
        ByteBuffer.allocate(size)
            .put(FORMAT)
            .put(bits(rule.verbs()))
            .putShort((short) subject.length)
            .put(subject)
            .put(pattern)
            .array());
  }

  private static String text(ByteBuffer b, int length) {
    ByteBuffer text = b.slice().limit(length);
    b.position(b.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw malformed("text that is not UTF-8");
    }
  }

  private static byte bits(Set<Verb> verbs) {
    int bits = 0;
    for (Verb verb : verbs) {
      bits |= bit(verb);
    }
    return (byte) bits;
  }

  private static Set<Verb> verbs(byte bits) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (Verb verb : Verb.values()) {
      if ((bits & bit(verb)) != 0) {
        verbs.add(verb);
      }
    }
    if (bits(verbs) != bits) {
      throw malformed("verbs " + bits + " (expected: of four bits)");
    }
    return verbs;
  }

  private static int bit(Verb verb) {
    return switch (verb) {
      case READ -> 1;
      case WRITE -> 2;
      case EXECUTE -> 4;
      case ADMINISTER -> 8;
    };
  }

  private static MeshException malformed(String what) {
    return new MeshException(Status.BAD_REQUEST, "CMESH-PRM-020", "permission command: " + what);
  }
}
