package io.cmesh.client.cli;

import java.util.List;

/**
 * The nouns of the command line. Only the one that was typed is made: each class costs a start
 * milliseconds.
 */
final class Nouns {
  /** In the order of the help. */
  static final List<String> ALL =
      List.of(
          "up",
          "down",
          "status",
          "doctor",
          "login",
          "whoami",
          "logout",
          "identity",
          "call",
          "mine",
          "load",
          "name",
          "permission",
          "events",
          "contract",
          "role",
          "provider",
          "backup",
          "restore",
          "config",
          "completion");

  private Nouns() {}

  static Object create(String noun, Context context) {
    return switch (noun) {
      case "up" -> new UpCommand();
      case "down" -> new DownCommand();
      case "status" -> new StatusCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "login" -> new LoginCommand(context);
      case "whoami" -> new WhoamiCommand(context);
      case "logout" -> new LogoutCommand(context);
      case "identity" -> new IdentityCommand(context);
      case "call" -> new CallCommand(context);
      case "mine" -> new MineCommand(context);
      case "load" -> new LoadCommand(context);
      case "name" -> new NameCommand(context);
      case "permission" -> new PermissionCommand(context);
      case "events" -> new EventsCommand(context);
      case "contract" -> new ContractCommand(context);
      case "role" -> new RoleCommand(context);
      case "provider" -> new ProviderCommand(context);
      case "backup" -> new BackupCommand(context);
      case "restore" -> new RestoreCommand(context);
      case "config" -> new ConfigCommand(context);
      case "completion" -> new CompletionCommand(context);
      default -> throw new IllegalArgumentException("noun: " + noun + " (expected: one of " + ALL);
    };
  }
}
