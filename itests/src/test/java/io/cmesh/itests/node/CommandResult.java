package io.cmesh.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.Doc;
import java.nio.charset.StandardCharsets;

/**
 * What a command left behind.
 *
 * @param command as it was typed, for messages
 * @param exit its code
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
public record CommandResult(String command, int exit, String out, String err) {
  /** Asserts the exit code. */
  public CommandResult exits(int expected) {
    assertThat(exit).as("%s%nstdout: %s%nstderr: %s", command, out, err).isEqualTo(expected);
    return this;
  }

  /** Standard output, without space around it. */
  public String text() {
    return out.strip();
  }

  /** Standard output as a JSON object. */
  public Doc json() {
    return Doc.parse(out.getBytes(StandardCharsets.UTF_8));
  }
}
