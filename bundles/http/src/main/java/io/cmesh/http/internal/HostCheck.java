package io.cmesh.http.internal;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code Host} and {@code Origin} a request may carry. A page of another site whose name is
 * made to point at this machine (DNS rebinding) keeps its own name in {@code Host}; so only names
 * of this machine and configured ones are let in. Cross-origin requests are refused: there is no
 * CORS.
 */
final class HostCheck {
  private final Set<String> configured;
  private final boolean open;

  /**
   * @param boundTo the listener's host; where it is not loopback, IP literals are let in: they
   *     cannot be rebound
   */
  HostCheck(String boundTo, Set<String> configured) {
    this.configured = configured;
    this.open = !isLoopback(boundTo.toLowerCase(Locale.ROOT));
  }

  boolean permitsHost(@Nullable String host) {
    if (host == null || host.equals("127.0.0.1") || host.equals("localhost")) {
      return host != null;
    }
    String name = strip(host.toLowerCase(Locale.ROOT));
    return isLoopback(name) || configured.contains(name) || (open && isAddress(name));
  }

  /** Whether {@code origin} is the very host and port that the request went to. */
  static boolean sameOrigin(String origin, @Nullable String authority) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(authority);
  }

  private static String strip(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || (name.startsWith("127.") && isAddress(name));
  }

  /** IPv4 has digits and dots alone, IPv6 a colon; a DNS name can be neither. */
  private static boolean isAddress(String name) {
    boolean six = name.indexOf(':') >= 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || c == '.';
      if (!digit && !(six && (c == ':' || (c >= 'a' && c <= 'f')))) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
