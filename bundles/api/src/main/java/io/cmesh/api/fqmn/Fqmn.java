package io.cmesh.api.fqmn;

import io.cmesh.api.permission.Verb;
import org.jspecify.annotations.Nullable;

/**
 * A fully qualified mesh name, parsed: which role answers, what resource there, which function,
 * with what arguments.
 *
 * <p>What each part holds depends on the opcode:
 *
 * <table>
 * <caption>Parts by opcode</caption>
 * <tr><th>opcode</th><th>target</th><th>function</th><th>argument</th><th>inner</th></tr>
 * <tr><td>I</td><td>action, or {@code can}</td><td></td><td></td><td>of {@code can:}</td></tr>
 * <tr><td>R</td><td>name</td><td>function</td><td>JSON</td><td></td></tr>
 * <tr><td>RW</td><td>name</td><td></td><td></td><td>the name's target</td></tr>
 * <tr><td>S</td><td>contract: address or name</td><td>function or key; null only in a name's target</td><td>JSON</td><td></td></tr>
 * <tr><td>SW</td><td>contract: address or name</td><td>function or key</td><td>JSON or text; null where absent</td><td></td></tr>
 * <tr><td>E</td><td>channel</td><td>action: {@code read}, {@code info}</td><td>JSON</td><td></td></tr>
 * <tr><td>EW</td><td>channel</td><td></td><td>payload: JSON or text</td><td></td></tr>
 * <tr><td>A</td><td>contract</td><td>function</td><td>JSON</td><td></td></tr>
 * <tr><td>C</td><td>service</td><td>action</td><td></td><td></td></tr>
 * <tr><td>P</td><td>node</td><td></td><td></td><td>what the node is asked</td></tr>
 * </table>
 *
 * @param text the whole, as written
 * @param opcode the role and whether it is a write
 * @param target what is addressed
 * @param function which function, key or action
 * @param argument everything after, as written
 * @param inner the nested FQMN
 * @param owner of {@code 0xRW}: the DID that signed, without a signature null
 * @param signature of {@code 0xRW}: the owner's, base64url
 * @param version of {@code 0xA}: the runtime's version range
 */
public record Fqmn(
    String text,
    Opcode opcode,
    String target,
    @Nullable String function,
    @Nullable String argument,
    @Nullable Fqmn inner,
    @Nullable String owner,
    @Nullable String signature,
    @Nullable String version) {
  /** The longest FQMN, in bytes of UTF-8. */
  public static final int MAX_BYTES = 64 * 1024;

  /** The deepest nesting of opcodes, the outermost included. */
  public static final int MAX_LEVELS = 3;

  /**
   * Reads one FQMN.
   *
   * @throws FqmnException naming the column and what was expected there
   * @throws io.cmesh.api.error.MeshException 413 past {@link #MAX_BYTES}; 403 for a name whose
   *     target is a {@code 0xA}
   */
  public static Fqmn parse(String text) {
    return FqmnParser.parse(text);
  }

  /**
   * Reads what a name may stand for: {@code 0xS:<contract>} alone too, and nothing that writes.
   *
   * @throws FqmnException naming the column and what was expected there
   * @throws io.cmesh.api.error.MeshException 413 past {@link #MAX_BYTES}; 403 for a {@code 0xA}
   */
  public static Fqmn parseTarget(String text) {
    return FqmnParser.parseTarget(text);
  }

  /** What a caller must be permitted to do; behind {@code 0xP}, what the node is asked to do. */
  public Verb verb() {
    return opcode == Opcode.P && inner != null ? inner.verb() : opcode.verb();
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}
