package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh contract …}. */
@Command(name = "contract", description = "Contracts: deploy.")
final class ContractCommand {
  private static final int ADDRESS_BYTES = 20;

  private final Context context;

  @Mixin As as = new As();

  ContractCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Deploys code and prints the address it lives at.")
  int deploy(
      @Parameters(paramLabel = "FILE", description = "The code.") Path file,
      @Option(names = "--label", paramLabel = "L", description = "A name for people.")
          @Nullable String label,
      @Option(
              names = "--address",
              paramLabel = "ADDR",
              description = "Where, as 0x002 (default: an unused one).")
          @Nullable String address) {
    String where = address == null ? unused() : address;
    Doc body = Doc.of("address", where).with("code", base64(file));
    Answer answer =
        context
            .client(as.name)
            .send("POST", "/contracts", label == null ? body : body.with("label", label));
    return context.print(answer, () -> context.world().out().println(where));
  }

  // 160 random bits: nobody else's.
  private static String unused() {
    byte[] bytes = new byte[ADDRESS_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private String base64(Path file) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Files.readAllBytes(context.absolute(file)));
    } catch (IOException e) {
      throw MeshException.of(
              Status.NOT_FOUND, "CMESH-CLI-012", file + " cannot be read: " + OwnFiles.reason(e))
          .hint("Check the path and its permissions.")
          .cause(e)
          .build();
    }
  }
}
