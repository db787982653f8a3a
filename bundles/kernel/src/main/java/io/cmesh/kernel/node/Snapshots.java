package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.order.Head;
import io.cmesh.kernel.snapshot.SnapshotHeader;
import io.cmesh.kernel.snapshot.SnapshotReader;
import io.cmesh.kernel.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the whole state: for backups, and {@code home/data/kernel.snapshot}, which stands in
 * for a store that is not durable itself, so that its log can be cut.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Platform platform;
  private final String nodeDid;
  private final Path own;
  private final AtomicInteger keepers = new AtomicInteger();

  Snapshots(Platform platform, String nodeDid) {
    this.platform = platform;
    this.nodeDid = nodeDid;
    this.own = platform.configuration().home().resolve("data").resolve("kernel.snapshot");
  }

  /** Writes the node's own snapshot. */
  void own(StateSnapshot snapshot) {
    try {
      write(snapshot, own);
    } catch (IOException e) {
      throw noRoom(own, e);
    }
  }

  /** Writes the state as it is into {@code file}. */
  SnapshotHeader write(StateStore store, Path file) {
    try {
      return writeTo(store, file);
    } catch (FileSystemException e) {
      throw isFull(e) ? noRoom(file, e) : badPlace(file, e);
    } catch (IOException e) {
      throw noRoom(file, e);
    }
  }

  private SnapshotHeader writeTo(StateStore store, Path file) throws IOException {
    try (StateSnapshot snapshot = store.snapshot()) {
      return write(snapshot, file);
    }
  }

  private SnapshotHeader write(StateSnapshot snapshot, Path file) throws IOException {
    return new SnapshotWriter(platform.disk())
        .write(snapshot, file, platform.clock().millis(), nodeDid);
  }

  // The JDK has no type for it: the operating system's text is all there is.
  private static boolean isFull(FileSystemException e) {
    String reason = e.getReason();
    return reason != null && (reason.contains("space") || reason.contains("quota"));
  }

  private static MeshException badPlace(Path file, FileSystemException e) {
    String reason = e.getReason();
    String why = e instanceof NoSuchFileException ? "there is no " + file.getParent() : reason;
    return MeshException.of(
            Status.BAD_REQUEST,
            "CMESH-SNP-006",
            file
                + " cannot be written: "
                + (why == null ? "the node's user may not" : why)
                + " (expected: a file in a directory that is there and that the node's user may"
                + " write to)")
        .hint("Make it: mkdir -p " + file.getParent() + ", or name another file.")
        .cause(e)
        .build();
  }

  private static MeshException noRoom(Path file, IOException e) {
    return MeshException.of(
            Status.INSUFFICIENT_STORAGE,
            "CMESH-SNP-004",
            file + " cannot be written: " + e.getMessage())
        .hint("Name a file on a disk with room, in a directory the node may write to.")
        .cause(e)
        .build();
  }

  /** Throws 409 where {@code file} is there and is no snapshot: a backup replaces nothing else. */
  void requireReplaceable(Path file) {
    if (!platform.disk().exists(file) || isSnapshot(file)) {
      return;
    }
    throw new MeshException(
        Status.CONFLICT,
        "CMESH-SNP-005",
        file + " is there already and is no backup",
        "Name a new file, or one that an earlier backup made.");
  }

  private boolean isSnapshot(Path file) {
    try (SnapshotReader reader = new SnapshotReader(platform.disk(), file)) {
      return reader.begins();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
      return false;
    }
  }

  /** Checks every byte of a snapshot. */
  SnapshotHeader verify(Path file) {
    requireFile(file);
    try (SnapshotReader reader = new SnapshotReader(platform.disk(), file)) {
      return reader.verify();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Loads a verified snapshot into an instance nobody uses yet. */
  void load(StateStore store, Path file, SnapshotHeader header) {
    try (SnapshotReader reader = new SnapshotReader(platform.disk(), file)) {
      store.load(header.index(), reader.entries());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-SNP-007",
          file + " is a directory (expected: a file that backup made)",
          "Name the file in it.");
    }
  }

  private static MeshException unreadable(Path file, IOException e) {
    return MeshException.of(
            Status.INTERNAL, "CMESH-SNP-003", file + " cannot be read: " + e.getMessage())
        .cause(e)
        .build();
  }

  /** At boot: gives an empty store what the node's own snapshot holds. */
  void recover(StateStore store) {
    if (store.index() == 0 && platform.disk().exists(own)) {
      SnapshotHeader header = verify(own);
      load(store, own, header);
      LOG.info("the state was loaded from the node's snapshot at index {}", header.index());
    }
  }

  /**
   * Makes the state durable, by the store itself or by a snapshot, and cuts the log behind it.
   * Between two groups only. Returns the position cut at.
   */
  long save(Assembly assembly) {
    StateStore store = assembly.store();
    Consensus log = assembly.consensus();
    keep(store);
    long position =
        Head.position(store, assembly.instance(Role.CONSENSUS).orElseThrow().directory());
    if (!isLogKept()) {
      log.cut(position);
    }
    return position;
  }

  /** Keeps the log from being cut until it is closed: a copy of the state is under way. */
  Cancellable keepLog() {
    keepers.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        keepers.decrementAndGet();
      }
    };
  }

  /** Whether somebody besides the active store needs what is in the log, and in sealed ones. */
  boolean isLogKept() {
    return keepers.get() > 0;
  }

  /** Makes a state durable: by the store itself, or by the node's own snapshot. */
  void keep(StateStore store) {
    store.flush();
    if (store.durableIndex() < store.index()) {
      own(store);
    }
  }

  /** Writes the node's own snapshot. */
  void own(StateStore store) {
    try {
      writeTo(store, own);
    } catch (IOException e) {
      throw noRoom(own, e);
    }
  }

  /**
   * Forgets the node's own snapshot where {@code store} needs none: only once assembly.json names
   * that store.
   */
  void forgetUnlessNeeded(StateStore store) {
    if (store.durableIndex() < store.index()) {
      return;
    }
    try {
      platform.disk().delete(own);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", own, e);
    }
  }
}
