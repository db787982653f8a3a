package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.client.Doc;
import io.cmesh.client.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The doctor's checks, each of which finds one thing. */
final class Checkup {
  private static final long WANTED_FREE_MIB = 1024;
  private static final long NEEDED_FREE_MIB = 64;
  private static final int JAVA_MIN = 17;

  private final Context context;

  Checkup(Context context) {
    this.context = context;
  }

  /** How it is. */
  enum Grade {
    /** Well. */
    OK,
    /** Somebody should look. */
    WARN,
    /** Does not work. */
    FAIL
  }

  /**
   * What was found.
   *
   * @param mend what to do; empty where nothing is
   */
  record Finding(String what, Grade grade, String text, String mend) {
    static Finding ok(String what, String text) {
      return new Finding(what, Grade.OK, text, "");
    }
  }

  List<Finding> findings() {
    Path home = context.home();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(home(home));
    findings.add(permissions(home.resolve("admin.key")));
    findings.add(root(context.store()));
    findings.add(disk(home));
    findings.addAll(configuration(home));
    Optional<Long> pid = NodeProcess.of(home).pid();
    findings.add(process(home, pid));
    if (pid.isEmpty() && !reachable()) {
      findings.add(port(context.node()));
    }
    node(findings);
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    return feature >= JAVA_MIN
        ? Finding.ok("java", Runtime.version() + " in " + System.getProperty("java.home"))
        : new Finding("java", Grade.FAIL, "Java " + feature, "Install a JDK 17 or newer.");
  }

  private static Finding home(Path home) {
    if (!Files.exists(home)) {
      return new Finding("home", Grade.WARN, home + " is not there yet", "It is made by: cmesh up");
    }
    return Files.isWritable(home)
        ? Finding.ok("home", home.toString())
        : new Finding(
            "home", Grade.FAIL, home + " cannot be written", "Run: chown -R $USER " + home);
  }

  private static Finding permissions(Path secret) {
    String what = String.valueOf(secret.getFileName());
    if (!Files.exists(secret)) {
      return Finding.ok(what, "not there yet: " + secret);
    }
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(secret);
      boolean open =
          modes.stream()
              .anyMatch(
                  mode -> mode.name().startsWith("GROUP") || mode.name().startsWith("OTHERS"));
      return open
          ? new Finding(what, Grade.FAIL, "others may read " + secret, "Run: chmod 600 " + secret)
          : Finding.ok(what, "yours alone: " + secret);
    } catch (IOException | UnsupportedOperationException e) {
      return new Finding(what, Grade.WARN, "its mode cannot be read: " + e, "Look at " + secret);
    }
  }

  private static Finding root(Store store) {
    Finding modes = permissions(store.root());
    if (modes.grade() != Grade.OK) {
      return modes;
    }
    try {
      store.requireReadableRoot();
      return modes;
    } catch (MeshException e) {
      return new Finding(
          modes.what(),
          Grade.FAIL,
          e.text(),
          "Bring it back from its copy: cmesh identity import, or begin anew with cmesh login.");
    }
  }

  private static Finding disk(Path home) {
    Path existing = home;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return new Finding("disk", Grade.FAIL, home + " lies nowhere", "Choose another --home.");
    }
    try {
      long freeMiB = Files.getFileStore(existing).getUsableSpace() >> 20;
      Grade grade =
          freeMiB >= WANTED_FREE_MIB
              ? Grade.OK
              : freeMiB >= NEEDED_FREE_MIB ? Grade.WARN : Grade.FAIL;
      String mend = grade == Grade.OK ? "" : "Free some space, or move the node's home.";
      return new Finding("disk", grade, freeMiB + " MiB free", mend);
    } catch (IOException e) {
      return new Finding("disk", Grade.WARN, "free space is unknown: " + e, "Look at " + existing);
    }
  }

  private List<Finding> configuration(Path home) {
    Path distribution = context.world().distribution();
    if (distribution == null || !Files.isDirectory(distribution.resolve("etc"))) {
      return List.of();
    }
    Map<String, String> environment = context.world().environment();
    ConfigFiles files =
        new ConfigFiles(distribution.resolve("etc"), home.resolve("etc"), environment);
    List<String> problems = new ConfigCheck(files, home, environment).problems();
    return problems.isEmpty()
        ? List.of(Finding.ok("configuration", "valid"))
        : problems.stream()
            .map(p -> new Finding("configuration", Grade.WARN, p, "Mend it with: cmesh config set"))
            .toList();
  }

  private static Finding process(Path home, Optional<Long> pid) {
    if (pid.isPresent()) {
      return Finding.ok("process", "pid " + pid.get());
    }
    return Files.exists(home.resolve("cmesh.pid"))
        ? new Finding(
            "process", Grade.WARN, "the node ended without cleaning up", "Start it: cmesh up")
        : new Finding("process", Grade.WARN, "no node runs on " + home, "Start it: cmesh up");
  }

  private boolean reachable() {
    try {
      context.anonymous().nodeDid();
      return true;
    } catch (MeshException e) {
      return false;
    }
  }

  private static Finding port(URI node) {
    int port = node.getPort() < 0 ? 80 : node.getPort();
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(node.getHost(), port));
      return Finding.ok("port", port + " is free");
    } catch (IOException e) {
      return new Finding(
          "port",
          Grade.FAIL,
          port + " is taken by another program",
          "End that program, or start the node with: cmesh up --offset 100");
    }
  }

  private void node(List<Finding> findings) {
    try {
      Doc status = context.anonymous().get("/admin/status");
      findings.add(Finding.ok("node", status.require("did") + " at " + context.node()));
      findings.add(pin(status.require("did")));
      findings.add(version(status.text("version").orElse("unknown")));
      findings.add(clock());
      findings.addAll(roles(status));
    } catch (MeshException e) {
      findings.add(new Finding("node", Grade.FAIL, e.text(), e.hint().orElse("")));
    }
  }

  private Finding pin(String did) {
    Optional<String> pinned = context.store().node(context.node()).did();
    return pinned.isEmpty() || pinned.get().equals(did)
        ? Finding.ok("identity", pinned.isEmpty() ? "not pinned yet" : "as pinned")
        : new Finding(
            "identity",
            Grade.FAIL,
            "not the node that was pinned, " + pinned.get(),
            "If you set it up anew: cmesh login --forget");
  }

  private static Finding version(String node) {
    String ours = Versions.version();
    // A bundle's version has a dot where Maven's has a dash.
    return node.replace('-', '.').equals(ours.replace('-', '.')) || ours.equals("development")
        ? Finding.ok("version", node)
        : new Finding(
            "version",
            Grade.WARN,
            "the node is " + node + ", this command " + ours,
            "Restart the node: cmesh down, cmesh up --detach");
  }

  private Finding clock() {
    try {
      Transport.Request request =
          new Transport.Request(
              "GET",
              context.node().resolve("/livez"),
              Map.of(),
              new byte[0],
              Duration.ofSeconds(5));
      String date = context.world().transport().get().send(request).headers().get("date");
      if (date == null) {
        return Finding.ok("clock", "the node does not tell the time");
      }
      ZonedDateTime there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      long apart =
          Math.abs(
              Duration.between(there.toInstant(), context.world().clock().instant()).toSeconds());
      return apart <= 5
          ? Finding.ok("clock", "within " + Math.max(apart, 1) + " s of the node's")
          : new Finding(
              "clock", Grade.FAIL, apart + " s from the node's", "Let NTP set both clocks.");
    } catch (IOException | InterruptedException e) {
      return new Finding("clock", Grade.WARN, "not compared: " + e, "");
    }
  }

  private static List<Finding> roles(Doc status) {
    List<Finding> findings = new ArrayList<>();
    for (Doc role : status.objects("roles")) {
      Doc health = role.object("health");
      String grade = health.text("grade").or(() -> role.text("health")).orElse("OK");
      if (!grade.equalsIgnoreCase("OK") && role.has("provider")) {
        findings.add(
            new Finding(
                "role " + StatusCommand.roleName(role),
                grade.equalsIgnoreCase("DOWN") ? Grade.FAIL : Grade.WARN,
                health.text("text").orElse(grade),
                "Look into HOME/log, or choose another provider: cmesh role swap"));
      }
    }
    return findings;
  }
}
