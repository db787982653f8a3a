package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--as",
      scope = picocli.CommandLine.ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "As which of your identities; \"operator\" uses HOME/admin.key.")
  @Nullable String as;

  PermissionCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Lets a subject do something.")
  int grant(
      @Parameters(paramLabel = "SUBJECT", description = "A DID, attr:…, or an identity of yours.")
          String subject,
      @Parameters(
              paramLabel = "PATTERN",
              description = "An FQMN; * stands for one field, a final ** for the rest.")
          String pattern,
      @Parameters(
              paramLabel = "VERB",
              arity = "1..*",
              split = ",",
              description = "read, write, execute, administer.")
          String[] verbs) {
    Answer answer = context.client(as).send("POST", "/permissions", rule(subject, pattern, verbs));
    return context.print(
        answer,
        () ->
            context.say(
                "Granted " + String.join(", ", verbs) + " on " + pattern + " to " + subject));
  }

  @Command(description = "Takes a permission back.")
  int revoke(
      @Parameters(paramLabel = "SUBJECT", description = "As it was granted.") String subject,
      @Parameters(paramLabel = "PATTERN", description = "As it was granted.") String pattern,
      @Parameters(
              paramLabel = "VERB",
              arity = "0..*",
              split = ",",
              description = "Which (default: all of the rule).")
          String @Nullable [] verbs) {
    String[] which = verbs == null ? VERBS.toArray(new String[0]) : verbs;
    Answer answer =
        context.client(as).send("DELETE", "/permissions", rule(subject, pattern, which));
    return context.print(answer, () -> context.say("Revoked on " + pattern + " from " + subject));
  }

  @Command(description = "Lists the rules.")
  int list(
      @Option(names = "--subject", paramLabel = "SUBJECT", description = "Of this subject alone.")
          @Nullable String subject) {
    String query =
        subject == null ? "" : "?subject=" + MeshClient.encode(Subjects.did(subject, context));
    Doc rules = context.client(as).get("/permissions" + query);
    context.printer().print(rules.fields(), () -> table(rules.objects("rules")));
    return ExitCodes.OK;
  }

  private Doc rule(String subject, String pattern, String... verbs) {
    List<String> lower =
        Arrays.stream(verbs).map(verb -> verb.strip().toLowerCase(Locale.ROOT)).toList();
    lower.forEach(PermissionCommand::requireVerb);
    return Doc.of("subject", Subjects.did(subject, context))
        .with("pattern", pattern)
        .with("verbs", lower);
  }

  private static void requireVerb(String verb) {
    if (!VERBS.contains(verb)) {
      throw new Context.UsageException("verb: " + verb + " (expected: one of " + VERBS + ")");
    }
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
