package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import io.cmesh.client.SessionTokens;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a node.
 *
 * @param did pinned at first contact
 * @param current the identity that commands use
 * @param sessions by identity's name
 */
record KnownNode(
    URI url, Optional<String> did, Optional<String> current, Map<String, Entry> sessions) {
  /**
   * A session.
   *
   * @param root the file of the root that its identity comes from
   */
  record Entry(String did, String root, SessionTokens tokens) {}

  static KnownNode of(URI url, Doc json) {
    Map<String, Entry> sessions = new LinkedHashMap<>();
    Doc all = json.object("sessions");
    for (String name : all.fields().keySet()) {
      sessions.put(name, entry(all.object(name)));
    }
    return new KnownNode(url, json.text("did"), json.text("current"), sessions);
  }

  KnownNode with(String nodeDid, String name, Entry entry) {
    Map<String, Entry> more = new LinkedHashMap<>(sessions);
    more.put(name, entry);
    return new KnownNode(url, Optional.of(nodeDid), current, more);
  }

  KnownNode withCurrent(String name) {
    return new KnownNode(url, did, Optional.of(name), sessions);
  }

  KnownNode without(String name) {
    Map<String, Entry> fewer = new LinkedHashMap<>(sessions);
    fewer.remove(name);
    return new KnownNode(url, did, current.filter(other -> !other.equals(name)), fewer);
  }

  Doc json() {
    Map<String, Object> entries = new LinkedHashMap<>();
    sessions.forEach((name, entry) -> entries.put(name, json(entry)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", 1);
    json.put("url", url.toString());
    did.ifPresent(value -> json.put("did", value));
    current.ifPresent(value -> json.put("current", value));
    json.put("sessions", entries);
    return Doc.of(json);
  }

  private static Entry entry(Doc json) {
    SessionTokens tokens =
        new SessionTokens(json.require("token"), json.require("renew"), json.instant("expires"));
    return new Entry(json.require("did"), json.require("root"), tokens);
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("did", entry.did());
    json.put("root", entry.root());
    json.put("token", entry.tokens().token());
    json.put("renew", entry.tokens().renew());
    json.put("expires", entry.tokens().expires().toString());
    return json;
  }
}
