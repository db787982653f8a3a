package io.cmesh.api.fqmn;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From the channel of an {@code 0xE} or {@code 0xEW} to the subject its events lie on.
 *
 * <table>
 * <caption>Channels and their subjects</caption>
 * <tr><th>channel</th><th>subject</th></tr>
 * <tr><td>{@code 0xR:<Event>}</td><td>{@code events.registrar.<Event>}</td></tr>
 * <tr><td>{@code 0xR:<name>:<Event>}</td><td>{@code events.registrar.<name, lower case>.<Event>}</td></tr>
 * <tr><td>{@code events.state.contracts.<address>.<key>}</td><td>the same, the address in lower case</td></tr>
 * <tr><td>any other</td><td>the same</td></tr>
 * </table>
 */
public final class Channels {
  /** What the node's own subjects begin with. */
  public static final String NODE = "events.";

  /** What the registrar's subjects begin with. */
  public static final String REGISTRAR = "events.registrar.";

  /** What the subjects of state begin with; address and key follow. */
  public static final String CONTRACTS = "events.state.contracts.";

  /** What a channel of the registrar begins with. */
  static final String REGISTRAR_CHANNEL = "0xR:";

  private Channels() {}

  /** The subject of a channel as {@link Fqmn#target} has it. */
  public static String subject(String channel) {
    if (channel.startsWith(REGISTRAR_CHANNEL)) {
      String rest = channel.substring(REGISTRAR_CHANNEL.length());
      int colon = rest.indexOf(':');
      return colon < 0
          ? REGISTRAR + rest
          : ofName(rest.substring(0, colon), rest.substring(colon + 1));
    }
    String address = contract(channel);
    return address == null
        ? channel
        : CONTRACTS + Addresses.canonical(address) + channel.substring(after(address));
  }

  private static int after(String address) {
    return CONTRACTS.length() + address.length();
  }

  /** The subject of one kind of the registrar's events, about every name. */
  public static String ofRegistrar(String event) {
    return REGISTRAR + event;
  }

  /** The subject of one kind of event about one name. */
  public static String ofName(String name, String event) {
    return REGISTRAR + name.toLowerCase(Locale.ROOT) + "." + event;
  }

  /**
   * The subject of writes to a key of a contract, and of the events a contract raises. Where dots
   * of the key stand together or at its end, {@code %} stands for the empty token between them,
   * which no subject may have and no key can contain.
   */
  public static String ofKey(String address, String key) {
    String subject = CONTRACTS + Addresses.canonical(address) + "." + key;
    if (!key.endsWith(".") && !key.contains("..")) {
      return subject;
    }
    String filled = subject.replace("..", ".%.").replace("..", ".%.");
    return filled.endsWith(".") ? filled + "%" : filled;
  }

  /** The address whose writes a subject tells of, as written; null for any other subject. */
  public static @Nullable String contract(String subject) {
    if (!subject.startsWith(CONTRACTS)) {
      return null;
    }
    int dot = subject.indexOf('.', CONTRACTS.length());
    String address =
        dot < 0
            ? subject.substring(CONTRACTS.length())
            : subject.substring(CONTRACTS.length(), dot);
    return Addresses.isAddress(address) ? address : null;
  }

  /** Whether it is a filter, with wildcards, rather than one channel. */
  public static boolean isFilter(String channel) {
    return channel.indexOf('*') >= 0 || channel.indexOf('>') >= 0;
  }
}
