package io.cmesh.api.contract;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The command that deploys code, and its body: format version 1 (one byte), then address, label
 * (UTF-8, may be empty) and code, each as a length of four bytes (big-endian) and bytes.
 */
public final class ContractCommands {
  /** Deploys code at an address. */
  public static final String DEPLOY = "contract.deploy/1";

  private static final byte FORMAT = 1;

  private ContractCommands() {}

  /**
   * What is to be deployed where.
   *
   * @param address {@code 0x} and 1 to 40 hex digits
   * @param code as the contract runtime takes it
   * @param label for people; empty where there is none
   */
  public record Deployment(String address, Bytes code, String label) {}

  /** The command of a deployment. */
  public static CommandDraft deploy(Deployment d) {
    byte[] address = d.address().getBytes(StandardCharsets.UTF_8);
    byte[] label = d.label().getBytes(StandardCharsets.UTF_8);
    byte[] code = d.code().unsafeArray();
    ByteBuffer b =
        ByteBuffer.allocate(1 + 3 * Integer.BYTES + address.length + label.length + code.length);
    b.put(FORMAT).putInt(address.length).put(address);
    b.putInt(label.length).put(label).putInt(code.length).put(code);
    return new CommandDraft(DEPLOY, Bytes.wrap(b.array()));
  }

  /**
   * Reads the body of {@link #DEPLOY}; throws {@link IllegalArgumentException} for a body that is
   * none.
   */
  public static Deployment deployment(Bytes body) {
    ByteBuffer b = body.toBuffer();
    try {
      byte format = b.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "contract command of format " + format + " (expected: " + FORMAT + ")");
      }
      String address = new String(run(b), StandardCharsets.UTF_8);
      String label = new String(run(b), StandardCharsets.UTF_8);
      Bytes code = Bytes.wrap(run(b));
      if (b.hasRemaining()) {
        throw new IllegalArgumentException(
            "contract command: " + b.remaining() + " bytes left over (expected: none)");
      }
      return new Deployment(address, code, label);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("contract command: " + body + " ends too early", e);
    }
  }

  private static byte[] run(ByteBuffer b) {
    int length = b.getInt();
    if (length < 0 || length > b.remaining()) {
      throw new IllegalArgumentException(
          "contract command: a run of " + length + " bytes (expected: 0 to " + b.remaining() + ")");
    }
    byte[] run = new byte[length];
    b.get(run);
    return run;
  }
}
