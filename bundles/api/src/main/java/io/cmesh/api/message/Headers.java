package io.cmesh.api.message;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Headers of a message, in the requirement's two groups. Names are the requirement's camel case
 * ({@code accept}, {@code contentType}, …); unknown ones are carried along. Values are text.
 *
 * @param request what the client sent
 * @param response what the node answers
 */
public record Headers(Map<String, String> request, Map<String, String> response) {
  /** No headers. */
  public static final Headers NONE = new Headers(Map.of(), Map.of());

  /** Keeps sorted, unmodifiable copies. */
  public Headers {
    request = sorted(request);
    response = sorted(response);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** A request header. */
  public Optional<String> request(String name) {
    return Optional.ofNullable(request.get(name));
  }

  /** A response header. */
  public Optional<String> response(String name) {
    return Optional.ofNullable(response.get(name));
  }

  /** These headers with one response header more. */
  public Headers withResponse(String name, String value) {
    Map<String, String> copy = new TreeMap<>(response);
    copy.put(name, value);
    return new Headers(request, copy);
  }

  /** Headers with one request header. */
  public Headers withRequest(String name, String value) {
    Map<String, String> copy = new TreeMap<>(request);
    copy.put(name, value);
    return new Headers(copy, response);
  }
}
