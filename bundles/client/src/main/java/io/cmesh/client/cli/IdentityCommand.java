package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.identity.Root;
import io.cmesh.client.identity.RootExport;
import io.cmesh.client.identity.RootFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh identity …}. */
@Command(name = "identity", description = "Your identities: list, export, import.")
final class IdentityCommand {
  private static final String PASSPHRASE = "CMESH_PASSPHRASE";

  private final Context context;

  IdentityCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Lists your identities, the current one of this node marked.")
  int list() {
    Store store = context.store();
    List<Object> rows = new ArrayList<>();
    Table table = new Table("", "NAME", "DID");
    if (RootFile.exists(store.root())) {
      Root root = RootFile.load(store.root());
      String current = store.node(context.node()).current().orElse("");
      for (String name : store.names()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("did", root.identity(name).did());
        row.put("current", name.equals(current));
        rows.add(row);
        table.row(name.equals(current) ? "*" : " ", name, root.identity(name).did());
      }
    }
    context.printer().print(Map.of("identities", rows), () -> table.print(context.world().out()));
    return ExitCodes.OK;
  }

  @Command(
      name = "export",
      description = "Writes your root, sealed with a passphrase, to carry it to another device.")
  int export(
      @Parameters(paramLabel = "FILE", description = "A new file.") Path file,
      @Option(
              names = "--passphrase-file",
              paramLabel = "FILE",
              description = "Holds the passphrase (default: $CMESH_PASSPHRASE, else asked for).")
          @Nullable Path passphraseFile) {
    Root root = RootFile.load(context.store().root());
    char[] passphrase = passphrase(passphraseFile, true);
    RootFile.writePrivate(
        context.absolute(file), RootExport.seal(root, passphrase, new SecureRandom()));
    context.say("Wrote " + file + "; on the other device: cmesh identity import " + file);
    return ExitCodes.OK;
  }

  @Command(name = "import", description = "Takes over a root that was exported elsewhere.")
  int importRoot(
      @Parameters(paramLabel = "FILE", description = "What export wrote.") Path file,
      @Option(
              names = "--passphrase-file",
              paramLabel = "FILE",
              description = "Holds the passphrase (default: $CMESH_PASSPHRASE, else asked for).")
          @Nullable Path passphraseFile) {
    Path target = context.store().root();
    Root root = RootExport.open(read(context.absolute(file)), passphrase(passphraseFile, false));
    RootFile.create(target, root);
    context.say("Your root is in " + target + "; next: cmesh login --as NAME");
    return ExitCodes.OK;
  }

  private char[] passphrase(@Nullable Path file, boolean twice) {
    if (file != null) {
      return read(context.absolute(file)).stripTrailing().toCharArray();
    }
    return context
        .world()
        .variable(PASSPHRASE)
        .map(String::toCharArray)
        .or(() -> asked(twice))
        .orElseThrow(
            () ->
                new Context.UsageException(
                    "no passphrase (expected: --passphrase-file, $"
                        + PASSPHRASE
                        + ", or a terminal to ask on)"));
  }

  // What it seals cannot be opened with a slip of the finger.
  private Optional<char[]> asked(boolean twice) {
    Optional<char[]> first = context.world().secret("Passphrase");
    if (twice && first.isPresent()) {
      char[] second = context.world().secret("The same again").orElseThrow();
      if (!Arrays.equals(first.get(), second)) {
        throw new Context.UsageException("the two passphrases differ");
      }
    }
    return first;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw MeshException.of(
              Status.NOT_FOUND, "CMESH-CLI-012", file + " cannot be read: " + OwnFiles.reason(e))
          .hint("Check the path and its permissions.")
          .cause(e)
          .build();
    }
  }
}
