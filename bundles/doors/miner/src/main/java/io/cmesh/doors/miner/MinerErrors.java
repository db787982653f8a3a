package io.cmesh.doors.miner;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What the miner refuses with. */
final class MinerErrors {
  /** The code in the answer to a malformed line with a readable id. */
  static final String MALFORMED = "CMESH-MNR-001";

  /** The code in the answer to a line whose id is unreadable. */
  static final String UNREADABLE = "CMESH-MNR-002";

  private MinerErrors() {}

  static MeshException badRequest(String what) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-MNR-003",
        what,
        "Send {\"log\": absolute path, \"out\": absolute path, \"follow\": true or false}");
  }

  static MeshException notUsable(String what, String expected) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-MNR-015",
        what + " (expected: " + expected + ")",
        "The node itself reads and writes these files: name others, or change their permissions");
  }

  static MeshException notHere(String method, String path) {
    boolean known = path.equals(MineEndpoint.PATH) || path.startsWith(MineEndpoint.PATH + "/");
    return new MeshException(
        known ? Status.METHOD_NOT_ALLOWED : Status.NOT_FOUND,
        "CMESH-MNR-013",
        method + " " + path + " (expected: POST /mine, or GET /mine/JOB)");
  }

  static MeshException unknownJob(String id) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-MNR-004",
        "job: " + id + " is not known",
        "A job ends with its node: start it again to go on where it was");
  }

  static MeshException busy(Path out) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-MNR-005",
        out + " is being written by a job with other parameters, or by another node",
        "Use the same parameters to attach to it, or another output file");
  }

  static MeshException foreign(Path out, String why) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-MNR-007",
        out + ": " + why,
        "Use another output file, or move this one and its .run away to begin anew");
  }

  static MeshException tooManyJobs(int most) {
    return MeshException.of(Status.TOO_MANY_REQUESTS, "CMESH-MNR-008", most + " jobs run already")
        .hint("Wait for one to end, or raise maxJobs")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException io(Path file, IOException cause) {
    return MeshException.of(Status.INTERNAL, "CMESH-MNR-009", file + ": " + cause.getMessage())
        .hint("Check the path, its permissions and the disk, then start the job again: it goes on")
        .cause(cause)
        .build();
  }

  static MeshException noLog(Path log) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-MNR-010",
        log + " is not there",
        "Write it first, or follow it: then it may come later");
  }

  static MeshException notAFile(Path log) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-MNR-016",
        log + " is a directory (expected: a file of requests, one a line)",
        "Name the file in it that holds the requests.");
  }

  static MeshException sessionEnded(String did) {
    return new MeshException(
        Status.UNAUTHORIZED,
        "CMESH-MNR-014",
        "the session of " + did + ", which lines without a token ran in, has ended or was revoked",
        "Open a new one (cmesh login), then start the job again: it goes on where it stopped");
  }

  static MeshException noEvents(Throwable cause) {
    return MeshException.of(
            Status.UNAVAILABLE,
            "CMESH-MNR-011",
            "the events of mined lines cannot be published: " + cause)
        .hint("Mend the events role, then start the job again: it goes on")
        .retryAfter(Duration.ofSeconds(1))
        .cause(cause)
        .build();
  }
}
