package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh permission …}. */
@Command(
    name = "permission",
    description = "Permissions: grant, revoke, list.",
    footer = {
      "",
      "Examples:",
      "  cmesh permission grant did:key:z6Mk... '0xS:0x001:*' read,write",
      "  cmesh permission grant alice '**' administer --as operator"
    })
final class PermissionCommand {
  private static final List<String> VERBS = List.of("read", "write", "execute", "administer");

  private final Context context;

  @Mixin As as = new As();

  PermissionCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Lets a subject do something.")
  int grant(
      @Parameters(paramLabel = "SUBJECT", description = "A DID, attr:…, or an identity of yours.")
          String subject,
      @Parameters(
              paramLabel = "PATTERN VERB",
              arity = "2..*",
              description =
                  "An FQMN, where * stands for one field and a final ** for the rest; and read,"
                      + " write, execute, administer. In either order.")
          String[] rule) {
    Doc body = rule(subject, rule);
    if (body.texts("verbs").isEmpty()) {
      throw new Context.UsageException("no verb (expected: one or more of " + VERBS + ")");
    }
    Answer answer = context.client(as.name).send("POST", "/permissions", body);
    return context.print(answer, () -> context.say(told("Granted", body) + " to " + subject));
  }

  @Command(description = "Takes a permission back.")
  int revoke(
      @Parameters(paramLabel = "SUBJECT", description = "As it was granted.") String subject,
      @Parameters(
              paramLabel = "PATTERN [VERB]",
              arity = "1..*",
              description = "As it was granted; without a verb, all of the rule.")
          String[] rule) {
    Doc named = rule(subject, rule);
    Doc body = named.texts("verbs").isEmpty() ? named.with("verbs", VERBS) : named;
    Answer answer = context.client(as.name).send("DELETE", "/permissions", body);
    return context.print(answer, () -> context.say(told("Revoked", body) + " from " + subject));
  }

  @Command(description = "Lists the rules.")
  int list(
      @Option(names = "--subject", paramLabel = "SUBJECT", description = "Of this subject alone.")
          @Nullable String subject) {
    String query =
        subject == null ? "" : "?subject=" + MeshClient.encode(Subjects.did(subject, context));
    Doc rules = context.client(as.name).get("/permissions" + query);
    context.printer().print(rules.fields(), () -> table(rules.objects("rules")));
    return ExitCodes.OK;
  }

  // No pattern is a verb, so they need no order.
  private Doc rule(String subject, String... rule) {
    List<String> verbs = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    for (String text : rule) {
      List<String> parts = List.of(text.strip().toLowerCase(Locale.ROOT).split(","));
      if (VERBS.containsAll(parts)) {
        verbs.addAll(parts);
      } else {
        patterns.add(text);
      }
    }
    if (patterns.size() != 1) {
      throw new Context.UsageException(
          "pattern: " + patterns + " (expected: one FQMN; everything else of " + VERBS + ")");
    }
    return Doc.of("subject", Subjects.did(subject, context))
        .with("pattern", patterns.get(0))
        .with("verbs", verbs);
  }

  private static String told(String what, Doc rule) {
    return what + " " + String.join(", ", rule.texts("verbs")) + " on " + rule.require("pattern");
  }

  private void table(List<Doc> rules) {
    Table table = new Table("SUBJECT", "PATTERN", "VERBS");
    for (Doc rule : rules) {
      table.row(
          rule.require("subject"), rule.require("pattern"), String.join(",", rule.texts("verbs")));
    }
    table.print(context.world().out());
  }
}
