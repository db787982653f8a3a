package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.Doc;
import io.cmesh.client.internal.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A person's identities and sessions: {@code root.json}, {@code identities.json}, and one file a
 * node in {@code nodes/}. Each is replaced whole, so that a reader sees the old or the new one.
 */
final class Store {
  private final Path directory;

  Store(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Where the root lies unless {@code --root} says otherwise. */
  Path root() {
    return directory.resolve("root.json");
  }

  /** Throws where there is a root that cannot be read; says nothing of its key. */
  void requireReadableRoot() {
    read(root());
  }

  /** The names that identities were derived for, sorted. */
  List<String> names() {
    return read(identities()).texts("names");
  }

  void addName(String name) {
    alone(
        () -> {
          TreeSet<String> names = new TreeSet<>(names());
          if (names.add(name)) {
            write(identities(), Doc.of("format", 1).with("names", List.copyOf(names)));
          }
        });
  }

  KnownNode node(URI url) {
    return KnownNode.of(url, read(file(url)));
  }

  void save(KnownNode node) {
    write(file(node.url()), node.json());
  }

  /** Adds a session to what is remembered by now, unless that is of another node than this one. */
  void add(KnownNode seen, String nodeDid, String name, KnownNode.Entry entry, boolean current) {
    alone(
        () -> {
          KnownNode latest = node(seen.url());
          KnownNode base = latest.did().filter(nodeDid::equals).isPresent() ? latest : seen;
          KnownNode with = base.with(nodeDid, name, entry);
          save(current ? with.withCurrent(name) : with);
        });
  }

  void remove(URI url, String name) {
    alone(() -> save(node(url).without(name)));
  }

  // Of commands that run at once, none undoes what another wrote between its reading and writing.
  private void alone(Runnable change) {
    Path file = directory.resolve("lock");
    synchronized (Store.class) {
      try (FileChannel channel = OwnFiles.open(file)) {
        // Until the channel is closed, or this process ends.
        channel.lock();
        change.run();
      } catch (IOException e) {
        throw unusable(file, e);
      }
    }
  }

  void forget(URI url) {
    try {
      Files.deleteIfExists(file(url));
    } catch (IOException e) {
      throw unusable(file(url), e);
    }
  }

  private Path identities() {
    return directory.resolve("identities.json");
  }

  private Path file(URI url) {
    String name = url.getAuthority() + (url.getPath() == null ? "" : url.getPath());
    return directory.resolve("nodes").resolve(name.replaceAll("[^A-Za-z0-9.-]", "_") + ".json");
  }

  private static Doc read(Path file) {
    try {
      return Doc.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Doc.EMPTY;
    } catch (MeshException e) {
      throw unusable(file, new IOException("it holds no JSON object", e));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static void write(Path file, Doc content) {
    try {
      OwnFiles.replace(
          file, (Json.pretty(content.fields()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static MeshException unusable(Path file, Exception cause) {
    return MeshException.of(Status.INTERNAL, "CMESH-CLI-008", file + ": " + cause.getMessage())
        .hint("Mend or remove that file, then: cmesh login. Sessions can always be opened again.")
        .cause(cause)
        .build();
  }
}
