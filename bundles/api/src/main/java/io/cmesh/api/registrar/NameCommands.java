package io.cmesh.api.registrar;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that change names, and their bodies, so that every registrar forms what the kernel's
 * handlers read: format version 1 (one byte), then texts, each as a length of four bytes
 * (big-endian) and UTF-8. An absent text is empty.
 *
 * <table>
 * <caption>Commands and their texts</caption>
 * <tr><td>{@link #REGISTER}</td><td>name, target, owner, signature (both of whoever signed, or both empty)</td></tr>
 * <tr><td>{@link #TRANSFER}</td><td>name, new owner</td></tr>
 * <tr><td>{@link #RELEASE}</td><td>name</td></tr>
 * </table>
 *
 * <p>Decoding throws {@link IllegalArgumentException} for a body that is none.
 */
public final class NameCommands {
  /** Registers a name. */
  public static final String REGISTER = "name.register/1";

  /** Gives a name to another DID. */
  public static final String TRANSFER = "name.transfer/1";

  /** Gives a name up. */
  public static final String RELEASE = "name.release/1";

  private static final byte FORMAT = 1;

  private NameCommands() {}

  /**
   * What is to be registered.
   *
   * @param name as written
   * @param target as written
   * @param owner who signed; null: whoever sends the command becomes the owner
   * @param signature the owner's, base64url
   */
  public record Registration(
      String name, String target, @Nullable String owner, @Nullable String signature) {}

  /** What is to be given to whom. */
  public record Transfer(String name, String newOwner) {}

  /** The command of a registration. */
  public static CommandDraft register(Registration r) {
    String owner = r.owner() == null ? "" : r.owner();
    String signature = r.signature() == null ? "" : r.signature();
    return new CommandDraft(REGISTER, encode(r.name(), r.target(), owner, signature));
  }

  /** The command of a transfer. */
  public static CommandDraft transfer(Transfer t) {
    return new CommandDraft(TRANSFER, encode(t.name(), t.newOwner()));
  }

  /** The command that gives a name up. */
  public static CommandDraft release(String name) {
    return new CommandDraft(RELEASE, encode(name));
  }

  /** Reads the body of {@link #REGISTER}. */
  public static Registration registration(Bytes body) {
    List<String> texts = decode(body, 4);
    return new Registration(texts.get(0), texts.get(1), orNull(texts.get(2)), orNull(texts.get(3)));
  }

  /** Reads the body of {@link #TRANSFER}. */
  public static Transfer transfer(Bytes body) {
    List<String> texts = decode(body, 2);
    return new Transfer(texts.get(0), texts.get(1));
  }

  /** Reads the body of {@link #RELEASE}: the name. */
  public static String release(Bytes body) {
    return decode(body, 1).get(0);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Bytes encode(String... texts) {
    Bytes body = Bytes.wrap(new byte[] {FORMAT});
    for (String text : texts) {
      Bytes utf8 = Bytes.utf8(text);
      byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(utf8.size()).array();
      body = body.concat(Bytes.wrap(length)).concat(utf8);
    }
    return body;
  }

  private static List<String> decode(Bytes body, int count) {
    ByteBuffer b = body.toBuffer();
    List<String> texts = new ArrayList<>(count);
    try {
      byte format = b.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "name command of format " + format + " (expected: " + FORMAT + ")");
      }
      for (int i = 0; i < count; i++) {
        texts.add(text(b));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("name command: " + body + " ends too early", e);
    }
    if (b.hasRemaining()) {
      throw new IllegalArgumentException(
          "name command: " + b.remaining() + " bytes left over (expected: none)");
    }
    return texts;
  }

  private static String text(ByteBuffer b) {
    int length = b.getInt();
    if (length < 0 || length > b.remaining()) {
      throw new IllegalArgumentException(
          "name command: text of " + length + " bytes (expected: 0 to " + b.remaining() + ")");
    }
    byte[] text = new byte[length];
    b.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
